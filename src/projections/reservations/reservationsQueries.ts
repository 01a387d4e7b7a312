import type { EventOf } from '../../domain/kernel/eventDefinition.ts';
import { scheduleEvents } from '../../domain/schedule/events.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { schemaOf } from '../engine/Projection.ts';
import { positionWatch } from '../engine/positionWatch.ts';
import { reservationsProjection } from './reservationsProjection.ts';

const schema = schemaOf(reservationsProjection);

export type UnfinishedReservation = EventOf<typeof scheduleEvents.SlotReserved>['data'] & {
  /** The reserving event. */
  readonly cause: { readonly id: string; readonly correlationId: string };
};

const unfinishedSql = `
  SELECT slot, cause_id, correlation_id FROM ${schema}.reservations
  WHERE slot IS NOT NULL AND NOT scheduled AND reserved_at <= $1::timestamptz
  ORDER BY reserved_at, showtime_id LIMIT $2`;

export interface ReservationsQueries {
  position(): Promise<Position>;
  waitFor(position: Position, withinMs: number): Promise<Position>;
  /**
   * Slots, at most `limit`, reserved at or before `reservedBeforeMs` (milliseconds since the epoch) and neither freed
   * nor followed by their showtime as far as the model knows; oldest first. The model may be behind:
   * finishing one must be harmless when its showtime exists already. Throws ReadStoreUnavailable, ReadModelMissing.
   */
  unfinishedReservations(reservedBeforeMs: number, limit: number): Promise<readonly UnfinishedReservation[]>;
}

export const reservationsQueries = (readStore: ReadStore): ReservationsQueries => {
  const watch = positionWatch(readStore, schema);
  return {
    position: watch.position,
    waitFor: watch.waitFor,
    unfinishedReservations: async (reservedBeforeMs, limit) => {
      const rows = await readStore.query(unfinishedSql, [new Date(reservedBeforeMs).toISOString(), limit]);
      return rows.map((row) => ({
        ...scheduleEvents.SlotReserved.schema.parse(row.slot),
        cause: { id: String(row.cause_id), correlationId: String(row.correlation_id) },
      }));
    },
  };
};
