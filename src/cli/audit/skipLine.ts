import type { Skip } from '../../audit/Skips.ts';

export const skipLine = (
  { reader, stream, revision, position, type, at, by }: Skip,
  why = 'the reason is sealed',
): string =>
  `skipped by hand: ${reader} passes over ${type}, ${stream} revision ${revision}, position ${position};${by === undefined ? '' : ` by ${by}`} at ${at}: ${why}`;
