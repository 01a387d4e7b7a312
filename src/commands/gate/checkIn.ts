/**
 * The gate: a ticket's code is checked for its signature here, and the booking it names decides. Two gates that see
 * one code at once meet in the booking's stream, where only one of them is first.
 */
import type { Clock } from '../../ports/Clock.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { TicketCodes } from '../../ports/TicketCodes.ts';
import type { AdmitOutcome, AdmitRejection } from '../booking/admitBooking.ts';
import type { BookingUseCases } from '../booking/bookings.ts';
import type { CommandContext } from '../engine/Outcome.ts';

export interface CheckInRequest {
  /** As scanned. */
  readonly code: string;
  /** The showtime that this gate lets in; any when absent. */
  readonly showtimeId?: string;
  /** Who and where, as the gate names itself. */
  readonly by?: string;
  readonly where?: string;
}

export interface CheckInDeps {
  readonly codes: Pick<TicketCodes, 'verifyTicket'>;
  readonly bookings: Pick<BookingUseCases, 'admit' | 'refuseReusedKey'>;
  readonly clock: Clock;
}

export type CheckInRejection =
  | Exclude<AdmitRejection, { readonly reason: 'BookingNotFound' | 'TicketExpired' }>
  | {
      readonly reason: 'InvalidTicket';
      /** `unknown-booking`: signed by us, and yet the log knows nothing of it. */
      readonly why: 'malformed' | 'bad-signature' | 'expired' | 'unknown-booking';
    };

export type CheckInOutcome =
  | {
      readonly outcome: 'admitted';
      readonly bookingId: string;
      readonly reference: string;
      /** Those still confirmed: a code from before a partial cancellation also names seats that are gone. */
      readonly seatIds: readonly string[];
      /** ISO 8601 UTC. */
      readonly admittedAt: string;
      readonly position: Position;
      readonly replayed: boolean;
    }
  | { readonly outcome: 'rejected'; readonly rejection: CheckInRejection }
  | Extract<AdmitOutcome, { readonly outcome: 'key-reused' | 'in-progress' | 'unavailable' }>;

/** Lets in whoever the code was made for, once. `where` and when of the first time come with the second's refusal. */
export const checkIn = async (
  { codes, bookings, clock }: CheckInDeps,
  { code, ...gate }: CheckInRequest,
  context: CommandContext,
): Promise<CheckInOutcome> => {
  const reused = await bookings.refuseReusedKey(context);
  if (reused !== undefined) return reused;
  const checked = await codes.verifyTicket(code, clock.nowMs());
  if (!('claims' in checked)) return invalid(checked.why);
  const { bookingId, reference } = checked.claims;
  // An expired code lets nobody in, but whoever was let in by it still is: a repeat gets its first answer.
  const expired = checked.valid ? {} : { expired: true };
  const admitted = await bookings.admit({ bookingId, ...gate, ...expired }, context);
  switch (admitted.outcome) {
    case 'admitted': {
      const { seatIds, admittedAt, position, replayed } = admitted;
      return { outcome: 'admitted', bookingId, reference, seatIds, admittedAt, position, replayed };
    }
    case 'rejected': {
      const { rejection } = admitted;
      if (rejection.reason === 'BookingNotFound') return invalid('unknown-booking');
      if (rejection.reason === 'TicketExpired') return invalid('expired');
      return { outcome: 'rejected', rejection };
    }
    case 'key-reused':
    case 'in-progress':
    case 'unavailable':
      return admitted;
  }
};

const invalid = (
  why: Extract<CheckInRejection, { readonly reason: 'InvalidTicket' }>['why'],
): CheckInOutcome => ({ outcome: 'rejected', rejection: { reason: 'InvalidTicket', why } });
