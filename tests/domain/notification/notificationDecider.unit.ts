/** Each message is settled once. */
import { expect, it } from 'vitest';
import { messageIdOf, type NotificationEvent } from '../../../src/domain/notification/events.ts';
import {
  notificationDecider,
  type SettledEvent,
} from '../../../src/domain/notification/notificationDecider.ts';
import { specification } from '../../support/given.ts';
import { uuid } from '../../support/showtimes.ts';

const { given } = specification(notificationDecider);
const bookingId = uuid(1);
const message = (revision: number) => ({
  messageId: messageIdOf(bookingId, revision),
  kind: 'booking-confirmed' as const,
});
const sent = (revision: number): SettledEvent => ({ type: 'NotificationSent', data: message(revision) });
const parked: SettledEvent = { type: 'NotificationParked', data: { ...message(4), why: 'refused' } };

it('settles a message', () => {
  given()
    .when({ type: 'SettleNotification', outcome: sent(4), nowMs: 1 })
    .gives(sent(4));
  given(sent(4))
    .when({ type: 'SettleNotification', outcome: sent(5), nowMs: 1 })
    .gives(sent(5));
});

it('has nothing to do for one that is settled, however it was', () => {
  given(sent(4)).when({ type: 'SettleNotification', outcome: parked, nowMs: 1 }).givesNothing();
  given(parked)
    .when({ type: 'SettleNotification', outcome: sent(4), nowMs: 1 })
    .givesNothing();
});

const requested = (revision: number): NotificationEvent => ({
  type: 'NotificationRequested',
  data: {
    ...message(revision),
    recipient: { customerId: 'somebody' },
    source: { eventId: uuid(9), stream: `booking-${bookingId}`, revision },
    about: { bookingId },
    owedAt: '2026-11-30T12:00:00.000Z',
  },
});
const request = (revision: number) => {
  const event = requested(revision);
  if (event.type !== 'NotificationRequested') throw new Error('not a request');
  return { type: 'RequestNotification', message: event.data, nowMs: 1 } as const;
};

it('requests a message once, and never one that is settled', () => {
  given().when(request(4)).gives(requested(4));
  given(requested(4)).when(request(4)).givesNothing();
  given(requested(4)).when(request(5)).gives(requested(5));
  given(sent(4)).when(request(4)).givesNothing();
  given(parked).when(request(4)).givesNothing();
});

it('counts the tries of a message that could not be sent, each once', () => {
  const retryAt = '2026-11-30T12:00:05.000Z';
  const delay = (tries: number) =>
    ({ type: 'DelayNotification', ...message(4), tries, retryAt, nowMs: 1 }) as const;
  const delayed = (tries: number): NotificationEvent => ({
    type: 'NotificationDelayed',
    data: { ...message(4), tries, retryAt },
  });
  given(requested(4)).when(delay(1)).gives(delayed(1));
  given(requested(4), delayed(1)).when(delay(1)).givesNothing();
  given(requested(4), delayed(1)).when(delay(2)).gives(delayed(2));
  given(requested(4), sent(4)).when(delay(1)).givesNothing();
  expect(given(requested(4), delayed(1)).state.open.get(messageIdOf(bookingId, 4))).toEqual({
    kind: 'booking-confirmed',
    bookingId,
    tries: 1,
  });
});

it('owes a message again that was given up, once, and settles it once more', () => {
  const retry = { type: 'RetryNotification', messageId: messageIdOf(bookingId, 4), nowMs: 1 } as const;
  const retried = { type: 'NotificationRetried', data: message(4) } as const;
  given(parked).when(retry).gives(retried);
  given(parked, retried)
    .when({ type: 'SettleNotification', outcome: sent(4), nowMs: 1 })
    .gives(sent(4));
  given(parked, retried).when(retry).isRefused({ reason: 'MessageNotFound' });
  given(parked, retried, sent(4)).when(retry).isRefused({ reason: 'MessageNotParked' });
  given(sent(4)).when(retry).isRefused({ reason: 'MessageNotParked' });
  given().when(retry).isRefused({ reason: 'MessageNotFound' });
});
