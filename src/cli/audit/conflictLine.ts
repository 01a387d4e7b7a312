import type { Conflict } from '../../audit/AuditShape.ts';

export const conflictLine = ({ stream, revision, position, what }: Conflict): string =>
  `CONFLICT ${stream === '' ? '' : `${stream}${revision < 0 ? '' : ` revision ${revision}`}, `}position ${position}: ${what}`;
