import type { BookingRejections } from '../../domain/booking/commands.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { CommandContext, Outcome } from '../engine/Outcome.ts';
import type { GateDeps } from './admitTicket.ts';

export interface UndoRequest {
  readonly checkinId: string;
  /** The booking of that check-in. */
  readonly bookingId: string;
  readonly theaterIds?: readonly string[];
  /** Sealed before it enters the log. */
  readonly reason: string;
}

export type UndoRejection = { readonly reason: 'OtherTheater' } | { readonly reason: 'CheckinNotFound' };

export type UndoOutcome =
  | {
      readonly outcome: 'undone';
      readonly bookingId: string;
      readonly reference: string;
      readonly seatIds: readonly string[];
      readonly position: Position;
      readonly replayed: boolean;
    }
  | { readonly outcome: 'rejected'; readonly rejection: UndoRejection }
  | Exclude<Outcome<never, never>, { readonly outcome: 'done' | 'rejected' }>;

const rejected = (rejection: BookingRejections['UndoAdmission']): UndoOutcome => {
  if (rejection.reason === 'OtherTheater') return { outcome: 'rejected', rejection };
  return { outcome: 'rejected', rejection: { reason: 'CheckinNotFound' } };
};

/** Takes an admission back. Throws EventStoreUnavailable, KeyStoreUnavailable. */
export const undoCheckIn = async (
  { commands, texts }: GateDeps,
  { bookingId, checkinId, theaterIds, reason }: UndoRequest,
  context: CommandContext,
): Promise<UndoOutcome> => {
  const { state } = await commands.bookings.read(bookingId);
  if (state.status === 'none') return rejected({ reason: 'BookingNotFound' });
  const command = {
    type: 'UndoAdmission',
    checkinId,
    ...(theaterIds === undefined ? {} : { theaterIds }),
    reason: await texts.seal(state.theaterId, reason),
  } as const;
  const outcome = await commands.bookings.execute(bookingId, command, context);
  if (outcome.outcome === 'rejected') return rejected(outcome.rejection);
  if (outcome.outcome !== 'done') return outcome;
  const { state: booking, position, replayed } = outcome;
  if (booking.status === 'none') throw new Error('an admission was undone without a booking');
  const seatIds = booking.admissions.find((each) => each.checkinId === checkinId)?.seatIds ?? [];
  return { outcome: 'undone', bookingId, reference: booking.reference, seatIds, position, replayed };
};
