import { keptSeats } from '../../domain/booking/BookingState.ts';
import type { BookingRejection } from '../../domain/booking/commands.ts';
import type { CommandContext } from '../engine/Outcome.ts';
import { underClaim } from '../request/claimKey.ts';
import type { Answered, BookingDeps, NotDone } from './BookingDeps.ts';

export interface AdmitRequest {
  readonly bookingId: string;
  readonly showtimeId?: string;
  /** The code is past its time: it admits no more, but a ticket that was admitted before is answered as such. */
  readonly expired?: boolean;
  /** Who and where, as the gate names itself. */
  readonly by?: string;
  readonly where?: string;
}

export type AdmitRejection = Extract<
  BookingRejection,
  {
    readonly reason:
      | 'BookingNotFound'
      | 'AlreadyAdmitted'
      | 'WrongShowtime'
      | 'NotConfirmed'
      | 'TicketExpired';
  }
>;

export type AdmitOutcome =
  | (Answered & {
      readonly outcome: 'admitted';
      readonly admittedAt: string;
      readonly seatIds: readonly string[];
    })
  | NotDone<AdmitRejection>;

export const admit = async (
  deps: BookingDeps,
  { bookingId, ...gate }: AdmitRequest,
  context: CommandContext,
): Promise<AdmitOutcome> => {
  const outcome = await underClaim(deps, bookingId, context, () =>
    deps.commands.bookings.execute(bookingId, { type: 'AdmitTicket', ...gate }, context),
  );
  if (outcome.outcome === 'rejected') {
    const { rejection } = outcome;
    switch (rejection.reason) {
      case 'BookingNotFound':
      case 'AlreadyAdmitted':
      case 'WrongShowtime':
      case 'NotConfirmed':
      case 'TicketExpired':
        return { outcome: 'rejected', rejection };
      default:
        throw new Error(`AdmitTicket was refused with ${rejection.reason}`);
    }
  }
  if (outcome.outcome !== 'done') return outcome;
  const { state: booking, position, replayed } = outcome;
  if (booking.status === 'none' || booking.admitted === undefined) throw new Error('nobody was admitted');
  const { admittedAt } = booking.admitted;
  const seatIds = keptSeats(booking).map(({ id }) => id);
  return { outcome: 'admitted', booking, position, replayed, admittedAt, seatIds };
};
