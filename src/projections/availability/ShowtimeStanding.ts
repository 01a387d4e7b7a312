/** What a list shows of a showtime, apart from what depends on the time of the request. */
import type { SealedText } from '../../domain/kernel/sealedText.ts';
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
  /** That can be bought, whatever the showtime's status. */
  readonly availableSeats: number;
  readonly cancelledWhy?: SealedText;
}
