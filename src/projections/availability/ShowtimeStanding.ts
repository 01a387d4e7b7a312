/**
 * How a showtime stands, as lists show it: everything that is told about it but its single seats. Which clock it is
 * looked at by is the asker's.
 */
import type { z } from 'zod';
import type { SeatType } from '../../domain/seating/seat.ts';
import { showtimeFactsSchema } from '../../domain/showtime/events.ts';

/** What is fixed about a showtime and shown; policies are for deciding, not for showing. */
export const shownFactsSchema = showtimeFactsSchema.omit({ policies: true });

export interface ShowtimeStanding {
  readonly facts: Readonly<z.output<typeof shownFactsSchema>>;
  readonly status: 'scheduled' | 'on-sale' | 'closed' | 'cancelled';
  /** Moved by staff's edits only, from 1. */
  readonly version: number;
  /** Each type that the layout has, in the order in which the layout first has it. */
  readonly seatTypes: readonly SeatType[];
  readonly totalSeats: number;
  /** Held, booked and blocked ones. */
  readonly takenSeats: number;
}
