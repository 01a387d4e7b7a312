/** A row of the availability model as the engine gives it, checked. Statements of their own must not enter. */
import { z } from 'zod';
import { seatTypeSchema } from '../../domain/seating/seat.ts';
import type { SqlRow } from '../../ports/ReadStore.ts';
import { type ShowtimeStanding, shownFactsSchema } from './ShowtimeStanding.ts';

export const standingColumns = 'facts, status, version, seat_types, total_seats, taken_seats';

const rowSchema = z.object({
  facts: shownFactsSchema,
  status: z.enum(['scheduled', 'on-sale', 'closed', 'cancelled']),
  version: z.int(),
  seat_types: z.array(seatTypeSchema),
  total_seats: z.int(),
  taken_seats: z.int(),
});

export const standingOfRow = (row: SqlRow): ShowtimeStanding => {
  const { facts, status, version, seat_types, total_seats, taken_seats } = rowSchema.parse(row);
  return {
    facts,
    status,
    version,
    seatTypes: seat_types,
    totalSeats: total_seats,
    takenSeats: taken_seats,
  };
};
