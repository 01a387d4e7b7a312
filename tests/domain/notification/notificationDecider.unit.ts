/** Each message is settled once. */
import { expect, it } from 'vitest';
import { messageIdOf } from '../../../src/domain/notification/events.ts';
import {
  isSettled,
  notificationDecider,
  type SettledEvent,
} from '../../../src/domain/notification/notificationDecider.ts';
import { specification } from '../../support/given.ts';
import { uuid } from '../../support/showtimes.ts';

const { given } = specification(notificationDecider);
const bookingId = uuid(1);
const message = (revision: number) => ({
  messageId: messageIdOf(bookingId, revision),
  bookingId,
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

it('tells which messages need nothing more', () => {
  const { state } = given(sent(4), sent(9));
  expect([4, 5, 9].map((revision) => isSettled(state, messageIdOf(bookingId, revision)))).toEqual([
    true,
    false,
    true,
  ]);
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
