import type { Runners } from '../../commands/runners.ts';
import type { BookingState } from '../../domain/booking/BookingState.ts';
import { bookingEvents } from '../../domain/booking/events.ts';
import type { EventOf } from '../../domain/kernel/eventDefinition.ts';
import { type MessageKind, messageIdOf } from '../../domain/notification/events.ts';
import type { NotificationCommand } from '../../domain/notification/notificationDecider.ts';
import { recoveryEvents } from '../../domain/recovery/events.ts';
import type { Position } from '../../ports/EventStore.ts';
import { idOf, mustBeDone, type Reaction, type SourceEvent } from '../engine/Reaction.ts';

export interface RequestMessagesDeps {
  readonly commands: Pick<Runners, 'bookings' | 'notifications'>;
  /** Up to where the outbox that was made from bookings themselves left nothing unsent. */
  formerOutboxEnd(): Promise<Position>;
}

const definitions = {
  BookingConfirmed: bookingEvents.BookingConfirmed,
  BookingExpired: bookingEvents.BookingExpired,
  CancellationAccepted: bookingEvents.CancellationAccepted,
  RefundIssued: bookingEvents.RefundIssued,
  RecoveryCodeIssued: recoveryEvents.RecoveryCodeIssued,
  SignInCodeIssued: recoveryEvents.SignInCodeIssued,
} as const;
type OwingEvent = EventOf<(typeof definitions)[keyof typeof definitions]>;

/** Reasons that the customer does not know already: a hold that ran out or was given back is no news. */
const toldReasons: ReadonlySet<string> = new Set(['seats-taken', 'payment-failed', 'showtime-cancelled']);

const kindOf = (event: OwingEvent): MessageKind | undefined => {
  switch (event.type) {
    case 'BookingConfirmed':
      return 'booking-confirmed';
    case 'BookingExpired':
      return toldReasons.has(event.data.why) ? 'booking-failed' : undefined;
    case 'CancellationAccepted':
      return 'booking-cancelled';
    case 'RefundIssued':
      return 'refund-issued';
    case 'RecoveryCodeIssued':
      return 'booking-access-code';
    case 'SignInCodeIssued':
      return 'sign-in-code';
  }
};

type Request = Extract<NotificationCommand, { readonly type: 'RequestNotification' }>;

const requestOf = (
  event: SourceEvent<OwingEvent>,
  kind: MessageKind,
  customerId: string,
  about: Request['message']['about'],
): Request => {
  const { id: eventId, stream, revision, at: owedAt } = event;
  return {
    type: 'RequestNotification',
    message: {
      ...{ messageId: messageIdOf(idOf(event), revision), kind, owedAt },
      recipient: { customerId },
      source: { eventId, stream, revision },
      about,
    },
  };
};

/** The message that an event calls for, if any; `booking` is the one that it concerns. */
export const messageOwed = (event: SourceEvent<OwingEvent>, booking: BookingState): Request | undefined => {
  const kind = kindOf(event);
  if (kind === undefined) return undefined;
  if (event.type === 'SignInCodeIssued') return requestOf(event, kind, event.data.customerId, {});
  if (booking.status === 'none') return undefined;
  const { bookingId, customerId } = booking;
  const cancellation = 'cancellationId' in event.data ? { cancellationId: event.data.cancellationId } : {};
  return requestOf(event, kind, customerId, { bookingId, ...cancellation });
};

const noBooking: BookingState = { status: 'none' };

const bookingOf = (event: SourceEvent<OwingEvent>): string | undefined => {
  if (event.type === 'SignInCodeIssued') return undefined;
  return event.type === 'RecoveryCodeIssued' ? event.data.bookingId : idOf(event);
};

export const requestMessages = ({
  commands,
  formerOutboxEnd,
}: RequestMessagesDeps): Reaction<OwingEvent> => ({
  name: 'request_messages',
  categories: ['booking', 'recovery'],
  definitions,
  begin: async () => ({ position: await formerOutboxEnd() }),
  react: async (event, context) => {
    const bookingId = bookingOf(event);
    const booking = bookingId === undefined ? noBooking : (await commands.bookings.read(bookingId)).state;
    const command = messageOwed(event, booking);
    if (command !== undefined) {
      mustBeDone(await commands.notifications.execute(idOf(event), command, context));
    }
  },
});
