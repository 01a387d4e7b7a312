import type { EventMetadata, Position, RecordedEvent } from '../../ports/EventStore.ts';
import { positionOf } from '../../ports/EventStore.ts';

export interface EventRow {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly at: string;
  readonly data: unknown;
  readonly metadata: EventMetadata;
}

export const eventColumns =
  'e.position, e.stream, e.revision, e.id, e.type, e.version, e.at, e.data, e.metadata';

export const recordedEvent = (row: EventRow): RecordedEvent => ({
  position: positionOf(BigInt(row.position)),
  stream: row.stream,
  revision: row.revision,
  id: row.id,
  type: row.type,
  version: row.version,
  at: row.at,
  data: row.data,
  metadata: row.metadata,
});

/** Throws TypeError for a position that this log cannot have returned. */
export const positionNumber = (position: Position): bigint => {
  if (!/^\d{20}$/.test(position)) throw new TypeError('a log position has 20 digits');
  return BigInt(position);
};
