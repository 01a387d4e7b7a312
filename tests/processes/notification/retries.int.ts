/** Messages that failed wait for their next try in the log, not in a process, and beside those that are new. */
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { NotifierUnavailable } from '../../../src/ports/Notifier.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { stagesForEach } from './stagesForEach.ts';

const { sent, faults, open } = stagesForEach();
const [bookingId, customerId] = [randomUUID(), randomUUID()];

it('holds up no new message, however many wait for their next try', async () => {
  const stage = await open();
  const failing = Array.from({ length: 1_000 }, () => randomUUID());
  const retryAt = new Date(stage.clock.nowMs()).toISOString();
  for (const source of failing) {
    const message = { messageId: `${source}.5`, kind: 'booking-confirmed' };
    await appendEvents(
      stage.events,
      `notification-${source}`,
      {
        type: 'NotificationRequested',
        data: {
          ...message,
          recipient: { customerId },
          source: { eventId: source, stream: `booking-${source}`, revision: 5 },
          about: { bookingId: source },
          owedAt: retryAt,
        },
      },
      { type: 'NotificationDelayed', data: { ...message, tries: 1, retryAt } },
    );
  }
  await stage.book(bookingId, customerId);
  await stage.pass();
  expect(sent.map(({ id }) => id)).toEqual([`${bookingId}.5`]);
  expect(await stage.outbox.counts()).toEqual({ owed: 1_000, parked: 0 });
});

it('is tried on by the next process after as many tries', async () => {
  const first = await open();
  await first.book(bookingId, customerId);
  faults.push(new NotifierUnavailable('away'), new NotifierUnavailable('away'));
  await first.pass();
  first.clock.advance(5_000);
  await first.pass();
  const second = await open({ log: first.log, keys: first.keys });
  second.clock.advance(5_000 + 20_000 - 1);
  await second.pass();
  expect(sent).toEqual([]);
  second.clock.advance(1);
  await second.pass();
  expect(sent.map(({ kind }) => kind)).toEqual(['booking-confirmed']);
});
