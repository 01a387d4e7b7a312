/** Messages that were given up, read from the log whenever they are asked for. */
import type { MemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { type NotificationEvent, sourceOfMessage } from '../../../src/domain/notification/events.ts';
import type { ParkedMessage } from '../../../src/projections/outbox/outboxQueries.ts';

export const foldedParked = (log: MemoryLog): readonly ParkedMessage[] => {
  const parked = new Map<string, ParkedMessage>();
  const bookings = new Map<string, string | undefined>();
  for (const recorded of log.events) {
    if (!recorded.stream.startsWith('notification-')) continue;
    const event = recorded as unknown as NotificationEvent;
    if (event.type === 'NotificationRequested') {
      bookings.set(event.data.messageId, event.data.about.bookingId);
    } else if (event.type === 'NotificationParked') {
      const { messageId, kind, why } = event.data;
      const bookingId = bookings.has(messageId) ? bookings.get(messageId) : sourceOfMessage(messageId);
      const about = bookingId === undefined ? {} : { bookingId };
      parked.set(messageId, { messageId, ...about, kind, why, parkedAt: recorded.at });
    } else if (event.type === 'NotificationRetried') parked.delete(event.data.messageId);
  }
  return [...parked.values()];
};
