import { Set as PersistentSet } from 'immutable';
import { z } from 'zod';
import { seatTypeSchema } from '../../domain/seating/seat.ts';
import { showtimeFactsSchema } from '../../domain/showtime/events.ts';
import type { SqlRow } from '../../ports/ReadStore.ts';
import { availableIn, type SeatsFold, type StandingFold } from './evolveStanding.ts';
import type { ShowtimeStanding } from './ShowtimeStanding.ts';

export const editedColumns = 'facts, status, version, seat_types, cancelled_why';
export const seatsColumns = 'total_seats, available_seats, units, taken';
export const standingColumns = `${editedColumns}, total_seats, available_seats`;

const editedSchema = z.object({
  // Rows may hold more fields of the event than the facts have.
  facts: z.object(showtimeFactsSchema.shape),
  status: z.enum(['scheduled', 'on-sale', 'closed', 'cancelled']),
  version: z.int(),
  seat_types: z.array(seatTypeSchema),
  cancelled_why: z.string().nullable(),
});
const countsSchema = z.object({ total_seats: z.int(), available_seats: z.int() });
const seatsSchema = z.object({
  total_seats: z.int(),
  units: z.array(z.array(z.string())),
  taken: z.array(z.string()),
});

export const editedOfRow = (row: SqlRow): Omit<StandingFold, keyof SeatsFold> => {
  const { facts, status, version, seat_types, cancelled_why } = editedSchema.parse(row);
  return {
    facts,
    status,
    version,
    seatTypes: seat_types,
    ...(cancelled_why === null ? {} : { cancelledWhy: { box: cancelled_why } }),
  };
};

export const standingOfRow = (row: SqlRow): ShowtimeStanding => {
  const { total_seats, available_seats } = countsSchema.parse(row);
  return { ...editedOfRow(row), totalSeats: total_seats, availableSeats: available_seats };
};

export const seatsOfRow = (row: SqlRow): SeatsFold => {
  const { total_seats, units, taken } = seatsSchema.parse(row);
  return { totalSeats: total_seats, units, taken: PersistentSet(taken) };
};

export const rowOfEdited = (id: string, fold: StandingFold, revision: number) => ({
  id,
  facts: fold.facts,
  status: fold.status,
  version: fold.version,
  seat_types: fold.seatTypes,
  cancelled_why: fold.cancelledWhy?.box ?? null,
  revision,
});

export const rowOfSeats = (id: string, fold: SeatsFold, revision: number) => ({
  id,
  total_seats: fold.totalSeats,
  available_seats: availableIn(fold),
  units: fold.units,
  taken: fold.taken.toArray().toSorted(),
  revision,
});
