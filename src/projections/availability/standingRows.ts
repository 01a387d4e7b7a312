import { Set as PersistentSet } from 'immutable';
import { z } from 'zod';
import { seatTypeSchema } from '../../domain/seating/seat.ts';
import { showtimeFactsSchema } from '../../domain/showtime/events.ts';
import type { SqlRow } from '../../ports/ReadStore.ts';
import { type StandingFold, standingOfFold } from './evolveStanding.ts';
import type { ShowtimeStanding } from './ShowtimeStanding.ts';

export const standingColumns =
  'facts, status, version, seat_types, total_seats, available_seats, cancelled_why';
export const foldColumns = `${standingColumns}, units, taken`;

const standingSchema = z.object({
  // Rows may hold more fields of the event than the facts have.
  facts: z.object(showtimeFactsSchema.shape),
  status: z.enum(['scheduled', 'on-sale', 'closed', 'cancelled']),
  version: z.int(),
  seat_types: z.array(seatTypeSchema),
  total_seats: z.int(),
  available_seats: z.int(),
  cancelled_why: z.string().nullable(),
});

export const standingOfRow = (row: SqlRow): ShowtimeStanding => {
  const { facts, status, version, seat_types, total_seats, available_seats, cancelled_why } =
    standingSchema.parse(row);
  return {
    facts,
    status,
    version,
    seatTypes: seat_types,
    totalSeats: total_seats,
    availableSeats: available_seats,
    ...(cancelled_why === null ? {} : { cancelledWhy: { box: cancelled_why } }),
  };
};

const foldSchema = z.object({ units: z.array(z.array(z.string())), taken: z.array(z.string()) });

export const foldOfRow = (row: SqlRow): StandingFold => {
  const { availableSeats: _available, ...standing } = standingOfRow(row);
  const { units, taken } = foldSchema.parse(row);
  return { ...standing, units, taken: PersistentSet(taken) };
};

export const rowOfFold = (id: string, fold: StandingFold, revision: number) => ({
  id,
  facts: fold.facts,
  status: fold.status,
  version: fold.version,
  seat_types: fold.seatTypes,
  total_seats: fold.totalSeats,
  available_seats: standingOfFold(fold).availableSeats,
  cancelled_why: fold.cancelledWhy?.box ?? null,
  units: fold.units,
  taken: fold.taken.toArray().toSorted(),
  revision,
});
