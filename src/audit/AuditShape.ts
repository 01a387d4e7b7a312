import type { BookingsShape } from './Bookings.ts';
import type { DigestsShape } from './Digests.ts';
import type { KeyTableShape } from './KeyTable.ts';
import type { SettlementsShape } from './Settlements.ts';
import type { ShowtimeShape } from './ShowtimeShape.ts';
import type { Skip } from './Skips.ts';

export interface Conflict {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly what: string;
}

/** Moves with every change of the fold, of {@link AuditShape} or of how it is kept: an older shape is not gone on from. */
export const auditVersion = 5;

export interface AuditShape {
  readonly position: string;
  readonly events: number;
  readonly lastOfType: ReadonlyMap<string, string>;
  readonly streams: KeyTableShape;
  readonly revisions: Float64Array<ArrayBuffer>;
  readonly bookings: BookingsShape;
  readonly layouts: readonly (readonly string[])[];
  readonly showtimes: ReadonlyMap<string, ShowtimeShape>;
  readonly holdNumbers: number;
  readonly digests: DigestsShape;
  readonly snapshots: number;
  readonly skips: readonly Skip[];
  readonly settlements: SettlementsShape;
  readonly conflicts: readonly Conflict[];
  readonly conflictCount: number;
}
