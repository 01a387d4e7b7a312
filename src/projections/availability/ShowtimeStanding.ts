/**
 * How a showtime stands, as lists show it: everything that is told about it but its single seats. Which clock it is
 * looked at by is the asker's.
 */
import type { SeatType } from '../../domain/seating/seat.ts';
import type { ShowtimeFacts } from '../../domain/showtime/ShowtimeState.ts';

export interface ShowtimeStanding {
  readonly facts: ShowtimeFacts;
  readonly status: 'scheduled' | 'on-sale' | 'closed' | 'cancelled';
  /** Moved by staff's edits only, from 1. */
  readonly version: number;
  /** Each type that the layout has, in the order in which the layout first has it. */
  readonly seatTypes: readonly SeatType[];
  readonly totalSeats: number;
  /** Held, booked and blocked ones. */
  readonly takenSeats: number;
  /** Of a cancelled one. */
  readonly cancelledWhy?: string;
}
