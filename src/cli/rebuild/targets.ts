import { readModels } from '../../compose.ts';
import type { Projection } from '../../projections/engine/Projection.ts';

export type Target =
  | { readonly kind: 'model'; readonly name: string; readonly projection: Projection }
  /** Kept in another engine, made from the log or from a model. */
  | { readonly kind: 'seat-maps' | 'search-index'; readonly name: string };

export const targets: readonly Target[] = [
  ...readModels.map((projection) => ({ kind: 'model', name: projection.name, projection }) as const),
  { kind: 'search-index', name: 'search-index' },
  { kind: 'seat-maps', name: 'seat-maps' },
];

/** `openBookings`, `open-bookings` and `open_bookings` are one name. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[_-]/g, '');

/** Undefined for a name that nothing has. */
export const targetNamed = (name: string): Target | undefined =>
  targets.find((target) => plain(target.name) === plain(name));
