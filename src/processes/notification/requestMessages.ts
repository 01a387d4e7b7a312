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
  }
};

/** The message that an event of a booking calls for, if any. */
export const messageOwed = (
  event: SourceEvent<OwingEvent>,
  booking: BookingState,
): Extract<NotificationCommand, { readonly type: 'RequestNotification' }> | undefined => {
  const kind = kindOf(event);
  if (kind === undefined || booking.status === 'none') return undefined;
  const { id: eventId, stream, revision, at: owedAt } = event;
  const { bookingId, customerId } = booking;
  const cancellation = 'cancellationId' in event.data ? { cancellationId: event.data.cancellationId } : {};
  return {
    type: 'RequestNotification',
    message: {
      ...{ messageId: messageIdOf(idOf(event), revision), kind, owedAt },
      recipient: { customerId },
      source: { eventId, stream, revision },
      about: { bookingId, ...cancellation },
    },
  };
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
    const bookingId = event.type === 'RecoveryCodeIssued' ? event.data.bookingId : idOf(event);
    const { state: booking } = await commands.bookings.read(bookingId);
    const command = messageOwed(event, booking);
    if (command !== undefined) {
      mustBeDone(await commands.notifications.execute(idOf(event), command, context));
    }
  },
});
