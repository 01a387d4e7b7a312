import type { Slot } from './events.ts';

export type ScheduleCommand =
  | ({ readonly type: 'ReserveSlot' } & Slot)
  /** Nothing to do when there is no such slot, or when it is over. */
  | { readonly type: 'FreeSlot'; readonly showtimeId: string };

export interface ScheduleRejections {
  readonly ReserveSlot: /** The first of the showtimes in the way; `freeFrom` is when it has ended and the hall is clean. */
    | {
        readonly reason: 'HallBusy';
        readonly showtimeId: string;
        readonly startsAt: string;
        readonly freeFrom: string;
      }
    /** This showtime has another slot already, the one named here. */
    | { readonly reason: 'ShowtimeAlreadyReserved'; readonly startsAt: string; readonly endsAt: string }
    | { readonly reason: 'StartsInThePast' }
    | { readonly reason: 'StartsTooFarAhead'; readonly daysMax: number }
    | { readonly reason: 'TimetableFull'; readonly max: number };
  readonly FreeSlot: never;
}

export type ScheduleRejection = ScheduleRejections[ScheduleCommand['type']];
