/**
 * A log on which the job before the reaction has worked: its events in the shapes of that time. The reaction starts at
 * its first event, and at where the former outbox ended.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { positionStart } from '../../../src/ports/EventStore.ts';
import type { Message } from '../../../src/ports/Notifier.ts';
import { formerOutboxEnd } from '../../../src/projections/outbox/formerOutbox.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { createTestDatabase, type TestDatabase } from '../../projections/testReadStore.ts';
import { cancelled, refundIssued } from '../../support/bookings.ts';
import { openStage, person } from './stage.ts';

let database: TestDatabase;
let sent: Message[];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => await database.close());
beforeEach(() => {
  sent = [];
});

const notifier = { send: async (message: Message) => void sent.push(message) };

/** Version 1 of what became of a message. */
const settledV1 = (bookingId: string, revision: number, kind: string, more: object = {}) => ({
  type: 'why' in more ? 'NotificationParked' : 'NotificationSent',
  version: 1,
  data: { messageId: `${bookingId}.${revision}`, bookingId, kind, ...more },
});

it('sends no mail a second time, and what was never sent once', async () => {
  const readStore = database.openReadStore();
  const stage = await openStage({ readStore, notifier });
  try {
    const [done, half, parked] = [randomUUID(), randomUUID(), randomUUID()];
    // Settled first: the stage requests what a booking owes as soon as it happens.
    await appendEvents(
      stage.events,
      `notification-${done}`,
      settledV1(done, 5, 'booking-confirmed'),
      settledV1(done, 6, 'booking-cancelled'),
      settledV1(done, 7, 'refund-issued'),
    );
    await appendEvents(stage.events, `notification-${half}`, settledV1(half, 5, 'booking-confirmed'));
    await appendEvents(
      stage.events,
      `notification-${parked}`,
      settledV1(parked, 5, 'booking-confirmed'),
      settledV1(parked, 6, 'booking-cancelled', { why: 'refused' }),
    );
    for (const bookingId of [done, half, parked]) await stage.book(bookingId, randomUUID(), person);
    await stage.happened(done, cancelled(), refundIssued());
    await stage.happened(half, cancelled());
    await stage.happened(parked, cancelled());
    await stage.settleAll();
    expect(sent.map(({ id }) => id)).toEqual([`${half}.6`]);

    const retry = { type: 'RetryNotification', messageId: `${parked}.6` } as const;
    const staff = { correlationId: 'c', causationId: 'c', actor: { role: 'admin' } } as const;
    expect((await stage.notifications.execute(parked, retry, staff)).outcome).toBe('done');
    await stage.settleAll();
    expect(sent.map(({ id }) => id)).toEqual([`${half}.6`, `${parked}.6`]);
    expect(sent[1]?.text).toContain('as you asked, we cancelled your seat A2');
  } finally {
    await stage.close();
  }
});

it('begins before the first message that the former outbox still owed', async () => {
  const readStore = database.openReadStore();
  const logId = randomUUID();
  const at = (place: number) => `${place}`.padStart(20, '0');
  expect(await formerOutboxEnd(readStore, logId)).toBe(positionStart);
  const checkpoint = await readStore.create(
    {
      schema: 'outbox_v2',
      tables: 'CREATE TABLE messages (message_id text PRIMARY KEY, position text COLLATE "C", settled text)',
    },
    logId,
  );
  const told = async (...rows: readonly (readonly [string, number | null, string | null])[]) => {
    for (const [id, position, settled] of rows) {
      await database.sql('INSERT INTO outbox_v2.messages VALUES ($1, $2, $3)', [
        id,
        position === null ? null : at(position),
        settled,
      ]);
    }
  };
  await readStore.advance('outbox_v2', checkpoint, at(90), async () => undefined);
  await told(['a', 10, 'sent'], ['b', 20, 'parked'], ['c', null, 'sent']);
  expect(await formerOutboxEnd(readStore, logId)).toBe(at(90));
  await told(['d', 30, null], ['e', 40, 'sent']);
  expect(await formerOutboxEnd(readStore, logId)).toBe(at(20));
  expect(await formerOutboxEnd(readStore, randomUUID())).toBe(positionStart);
});
