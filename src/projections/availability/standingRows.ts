import { z } from 'zod';
import { seatTypeSchema } from '../../domain/seating/seat.ts';
import { showtimeFactsSchema } from '../../domain/showtime/events.ts';
import type { SqlRow } from '../../ports/ReadStore.ts';
import type { ShowtimeStanding } from './ShowtimeStanding.ts';

export const standingColumns = 'facts, status, version, seat_types, total_seats, taken_seats, cancelled_why';

const rowSchema = z.object({
  // Rows may hold more fields of the event than the facts have.
  facts: z.object(showtimeFactsSchema.shape),
  status: z.enum(['scheduled', 'on-sale', 'closed', 'cancelled']),
  version: z.int(),
  seat_types: z.array(seatTypeSchema),
  total_seats: z.int(),
  taken_seats: z.int(),
  cancelled_why: z.string().nullable(),
});

export const standingOfRow = (row: SqlRow): ShowtimeStanding => {
  const { facts, status, version, seat_types, total_seats, taken_seats, cancelled_why } =
    rowSchema.parse(row);
  return {
    facts,
    status,
    version,
    seatTypes: seat_types,
    totalSeats: total_seats,
    takenSeats: taken_seats,
    ...(cancelled_why === null ? {} : { cancelledWhy: { box: cancelled_why } }),
  };
};
