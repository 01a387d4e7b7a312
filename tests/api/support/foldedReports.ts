/** The showtimes that a theater had, read from the log whenever they are asked for; its figures are left to the read model. */
import type { MemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { readDomainEvent } from '../../../src/domain/eventCatalog.ts';
import type { ShowtimeEvent } from '../../../src/domain/showtime/events.ts';
import { positionStart } from '../../../src/ports/EventStore.ts';
import type { ReportQueries } from '../../../src/projections/reports/reportQueries.ts';
import type { SettlementQueries } from '../../../src/projections/reports/settlementQueries.ts';

export const foldedReports = (log: MemoryLog): ReportQueries => ({
  position: async () => log.events.at(-1)?.position ?? positionStart,
  waitFor: async () => log.events.at(-1)?.position ?? positionStart,
  report: async () => ({ rows: [], nextCursor: null }),
  shows: async ({ theaterId, date, upTo, recordedBy, atInstant, limit }) => {
    const items = log.events.flatMap((recorded) => {
      if (recorded.type !== 'ShowtimeScheduled' || recorded.position > upTo) return [];
      if (recordedBy !== undefined && recorded.at > recordedBy) return [];
      const event = readDomainEvent(recorded) as Extract<ShowtimeEvent, { type: 'ShowtimeScheduled' }>;
      const { showtimeId: id, movieId, hallId, endsAt, businessDate, ...facts } = event.data;
      const isAsked = date === undefined ? endsAt > atInstant : businessDate === date;
      return isAsked && facts.theaterId === theaterId ? [{ id, movieId, theaterId, hallId }] : [];
    });
    return { items: items.slice(0, limit), nextCursor: null };
  },
});

/** Its figures are left to the read model, too. */
export const noSettlements: SettlementQueries = {
  lines: async () => ({ items: [], nextCursor: null }),
  causes: async () => ({ items: [], nextCursor: null }),
  termsAgreed: async () => [],
  statements: async () => [],
  leftOut: async () => [],
  dueDays: async () => [],
  dueSummaries: async () => [],
  summary: async () => undefined,
};
