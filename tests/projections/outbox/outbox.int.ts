/** What customers are owed, on a real Postgres: in whatever order bookings and their notifications come. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { AnyEvent } from '../../../src/domain/kernel/decider.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { type RunningProjection, startProjection } from '../../../src/projections/engine/ProjectionRunner.ts';
import { outboxProjection } from '../../../src/projections/outbox/outboxProjection.ts';
import { type OutboxQueries, outboxQueries } from '../../../src/projections/outbox/outboxQueries.ts';
import {
  attempted,
  cancellationId,
  cancelled,
  initiated,
  paid,
  refundIssued,
} from '../../support/bookings.ts';
import { silentLogger } from '../../support/postgres.ts';
import { uuid } from '../../support/showtimes.ts';
import { appendEvents } from '../appendEvents.ts';
import { createTestDatabase, type TestDatabase } from '../testReadStore.ts';

let database: TestDatabase;
let readStore: ReadStore;
let events: EventStore;
let projection: RunningProjection;
let outbox: OutboxQueries;

beforeAll(async () => {
  database = await createTestDatabase();
  readStore = database.openReadStore();
  outbox = outboxQueries(readStore);
});
afterAll(async () => await database.close());
beforeEach(() => {
  events = openMemoryEventStore();
  const clock = { nowMs: () => Date.now() };
  projection = startProjection({
    projection: outboxProjection,
    events,
    readStore,
    logger: silentLogger,
    clock,
  });
});
afterEach(async () => {
  await projection.stop();
  await readStore.drop('outbox_v2');
});

const sealed = { customerId: 'somebody', box: 'sealed' };
const [one, two] = [uuid(1), uuid(2)];
const record = async (stream: string, ...happened: readonly AnyEvent[]): Promise<void> => {
  const position = await appendEvents(events, stream, ...happened);
  expect(await projection.waitFor(position, 30_000)).toBe(position);
};
const book = (bookingId: string, ...more: readonly AnyEvent[]) =>
  record(`booking-${bookingId}`, initiated(bookingId, sealed), attempted(sealed), ...paid(), ...more);
const settled = (
  bookingId: string,
  revision: number,
  more: object = {},
  type = 'NotificationSent',
): AnyEvent => ({
  type,
  data: { messageId: `${bookingId}.${revision}`, bookingId, kind: 'booking-confirmed', ...more },
});
const owed = async (except: readonly string[] = [], limit = 10) =>
  (await outbox.owedMessages(except, limit)).map(({ messageId }) => messageId);
const owedAtMs = Date.parse('2026-11-30T12:00:00.000Z');

it('owes the first message of each booking until it is settled, then the next', async () => {
  await book(one, cancelled(), refundIssued());
  await book(two);
  expect(await outbox.owedMessages([], 10)).toEqual([
    { messageId: `${one}.5`, bookingId: one, kind: 'booking-confirmed', owedAtMs },
    { messageId: `${two}.5`, bookingId: two, kind: 'booking-confirmed', owedAtMs },
  ]);
  expect(await owed([one])).toEqual([`${two}.5`]);
  expect(await owed([], 1)).toEqual([`${one}.5`]);
  await record(`notification-${one}`, settled(one, 5));
  expect(await outbox.owedMessages([two], 10)).toEqual([
    { messageId: `${one}.6`, bookingId: one, kind: 'booking-cancelled', cancellationId, owedAtMs },
  ]);
  await record(`notification-${one}`, settled(one, 6, {}, 'NotificationWithheld'));
  expect(await owed()).toEqual([`${one}.7`, `${two}.5`]);
  expect(await outbox.counts()).toEqual({ owed: 2, parked: 0 });
});

it('owes nothing that was settled before its booking could be applied', async () => {
  await record(`notification-${one}`, settled(one, 5));
  await book(one);
  expect(await owed()).toEqual([]);
});

it('shows what was given up, the latest first', async () => {
  await book(one);
  await book(two);
  await record(`notification-${one}`, settled(one, 5, { why: 'refused' }, 'NotificationParked'));
  await record(`notification-${two}`, settled(two, 5, { why: 'too-late' }, 'NotificationParked'));
  const parked = await outbox.parkedMessages({ limit: 10 });
  expect(parked.items.map(({ bookingId, why }) => [bookingId, why])).toEqual([
    [two, 'too-late'],
    [one, 'refused'],
  ]);
  const first = await outbox.parkedMessages({ limit: 1 });
  const rest = await outbox.parkedMessages({ limit: 1, cursor: first.nextCursor ?? '' });
  expect([first.items, rest.items, rest.nextCursor]).toEqual([
    parked.items.slice(0, 1),
    parked.items.slice(1),
    null,
  ]);
  expect(await outbox.counts()).toEqual({ owed: 0, parked: 2 });
});

it('owes again what staff want sent after all, as fresh as that wish', async () => {
  await book(one);
  await record(`notification-${one}`, settled(one, 5, { why: 'too-late' }, 'NotificationParked'));
  expect(await owed()).toEqual([]);
  await record(`notification-${one}`, settled(one, 5, {}, 'NotificationRetried'));
  expect(await outbox.counts()).toEqual({ owed: 1, parked: 0 });
  expect(await owed()).toEqual([`${one}.5`]);
  await record(`notification-${one}`, settled(one, 5));
  expect(await owed()).toEqual([]);
});
