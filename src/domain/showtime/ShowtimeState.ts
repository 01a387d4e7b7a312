import type { z } from 'zod';
import type { SealedText } from '../kernel/sealedText.ts';
import type { ShowtimeStatus } from './commands.ts';
import type { AttachedQueue, showtimeFactsSchema } from './events.ts';
import type { SeatInventory } from './inventory/SeatInventory.ts';

/** Everything of ShowtimeScheduled but the drawing of the hall; price terms as they are now. */
export type ShowtimeFacts = Readonly<z.output<typeof showtimeFactsSchema>>;

export interface NoShowtime {
  readonly status: 'none';
}

/** Values are persistent: `evolve` shares what did not change, so a state once handed out stays as it was. */
export interface Showtime {
  readonly status: 'scheduled' | 'on-sale' | 'closed' | 'cancelled';
  /** Moved by staff's edits only, from 1. */
  readonly version: number;
  readonly facts: ShowtimeFacts;
  readonly inventory: SeatInventory;
  /** The waiting room that admits to holding seats. */
  readonly queue?: AttachedQueue;
  /** Of a cancelled one. */
  readonly cancelledWhy?: SealedText;
  /** Nothing has changed since the books were closed. */
  readonly isSummarized?: true;
}

export type ShowtimeState = NoShowtime | Showtime;

/** The status shown outside at an instant. */
export const showtimeStatus = (
  showtime: Pick<Showtime, 'status'> & { readonly facts: Pick<ShowtimeFacts, 'endsAt' | 'salesCloseAt'> },
  nowMs: number,
): ShowtimeStatus => {
  if (showtime.status === 'cancelled') return 'cancelled';
  if (nowMs >= Date.parse(showtime.facts.endsAt)) return 'ended';
  if (showtime.status === 'on-sale' && nowMs >= Date.parse(showtime.facts.salesCloseAt)) return 'closed';
  return showtime.status;
};
