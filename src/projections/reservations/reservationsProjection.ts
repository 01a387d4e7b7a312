import type { EventOf } from '../../domain/kernel/eventDefinition.ts';
import { type ScheduleEvent, scheduleEvents } from '../../domain/schedule/events.ts';
import { showtimeEvents } from '../../domain/showtime/events.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed, Projection } from '../engine/Projection.ts';
import { readingOnly } from '../engine/readingOnly.ts';

const ShowtimeScheduled = readingOnly(showtimeEvents.ShowtimeScheduled, 'showtimeId');
const definitions = { ...scheduleEvents, ShowtimeScheduled } as const;
type ReservationEvent = ScheduleEvent | EventOf<typeof ShowtimeScheduled>;

// A row outlives its use without its slot, so that the slot and the showtime may come in either order: a parked stream
// comes late.
const tables = `
  CREATE TABLE reservations (
    showtime_id text COLLATE "C" PRIMARY KEY,
    slot jsonb,
    reserved_at timestamptz,
    -- The reserving event and the correlation of its request.
    cause_id text,
    correlation_id text,
    scheduled boolean NOT NULL DEFAULT false
  );
  CREATE INDEX ON reservations (reserved_at, showtime_id) WHERE slot IS NOT NULL AND NOT scheduled;
`;

const writeSlots = `
  INSERT INTO reservations (showtime_id, slot, reserved_at, cause_id, correlation_id)
  SELECT showtime_id, slot, reserved_at, cause_id, correlation_id
  FROM json_to_recordset($1::json) AS new (showtime_id text, slot jsonb, reserved_at timestamptz, cause_id text,
    correlation_id text)
  ON CONFLICT (showtime_id) DO UPDATE SET slot = excluded.slot, reserved_at = excluded.reserved_at,
    cause_id = excluded.cause_id, correlation_id = excluded.correlation_id
  WHERE NOT reservations.scheduled`;

const markScheduled = `
  INSERT INTO reservations (showtime_id, scheduled) SELECT unnest($1::text[]), true
  ON CONFLICT (showtime_id) DO UPDATE SET scheduled = true, slot = NULL, reserved_at = NULL, cause_id = NULL,
    correlation_id = NULL`;

interface SlotRow {
  readonly slot: object | null;
  readonly reserved_at?: string;
  readonly cause_id?: string;
  readonly correlation_id?: string;
}

const apply = async (
  events: readonly Placed<ReservationEvent>[],
  transaction: ReadTransaction,
): Promise<void> => {
  const slots = new Map<string, SlotRow>();
  const scheduled = new Set<string>();
  for (const event of events) {
    const { showtimeId } = event.data;
    switch (event.type) {
      case 'SlotReserved':
        slots.set(showtimeId, {
          slot: event.data,
          reserved_at: event.data.reservedAt,
          cause_id: event.id,
          correlation_id: event.correlationId,
        });
        break;
      case 'SlotFreed':
        slots.set(showtimeId, { slot: null });
        break;
      case 'ShowtimeScheduled':
        scheduled.add(showtimeId);
        break;
    }
  }
  if (slots.size > 0) {
    const rows = [...slots].map(([showtime_id, slot]) => ({ showtime_id, ...slot }));
    await transaction.query(writeSlots, [JSON.stringify(rows)]);
  }
  if (scheduled.size > 0) await transaction.query(markScheduled, [[...scheduled]]);
};

export const reservationsProjection: Projection<ReservationEvent> = {
  name: 'reservations',
  version: 3,
  categories: ['schedule', 'showtime'],
  definitions,
  tables,
  apply,
};
