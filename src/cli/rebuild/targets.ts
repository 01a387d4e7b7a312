import { readModels } from '../../compose.ts';
import type { Projection } from '../../projections/engine/Projection.ts';

export type Target =
  | { readonly kind: 'model'; readonly name: string; readonly projection: Projection }
  | { readonly kind: 'seat-maps' | 'search-index'; readonly name: string };

export const targets: readonly Target[] = [
  ...readModels.map((projection) => ({ kind: 'model', name: projection.name, projection }) as const),
  { kind: 'search-index', name: 'search-index' },
  { kind: 'seat-maps', name: 'seat-maps' },
];

const plain = (name: string): string => name.toLowerCase().replaceAll(/[_-]/g, '');

export const targetNamed = (name: string): Target | undefined =>
  targets.find((target) => plain(target.name) === plain(name));
