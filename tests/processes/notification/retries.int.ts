/** Messages that failed wait for their next try in the log, not in a process, and beside those that are new. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Message, NotifierUnavailable } from '../../../src/ports/Notifier.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { createTestDatabase, type TestDatabase } from '../../projections/testReadStore.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

let database: TestDatabase;
let readStore: ReadStore;
let stages: Stage[];
let sent: Message[];
let faults: Error[];
const [bookingId, customerId] = [randomUUID(), randomUUID()];

beforeAll(async () => {
  database = await createTestDatabase();
  readStore = database.openReadStore();
});
afterAll(async () => await database.close());
beforeEach(() => {
  [stages, sent, faults] = [[], [], []];
});
afterEach(async () => {
  for (const stage of stages) await stage.close();
  await readStore.drop('outbox_v3');
});

const notifier = {
  send: async (message: Message) => {
    const fault = faults.shift();
    if (fault !== undefined) throw fault;
    sent.push(message);
  },
};
const open = async (options: Partial<StageOptions> = {}): Promise<Stage> => {
  const stage = await openStage({ readStore, notifier, ...options });
  stages.push(stage);
  return stage;
};

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
  faults = [new NotifierUnavailable('away'), new NotifierUnavailable('away')];
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
