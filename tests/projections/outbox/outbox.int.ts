/** What customers are owed, on a real Postgres: what is due, what waits for its next try, and what was given up. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { AnyEvent } from '../../../src/domain/kernel/decider.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { type RunningProjection, startProjection } from '../../../src/projections/engine/ProjectionRunner.ts';
import { outboxProjection } from '../../../src/projections/outbox/outboxProjection.ts';
import { type OutboxQueries, outboxQueries } from '../../../src/projections/outbox/outboxQueries.ts';
import { cancellationId } from '../../support/bookings.ts';
import { silentLogger } from '../../support/postgres.ts';
import { uuid } from '../../support/showtimes.ts';
import { type Appended, appendEvents } from '../appendEvents.ts';
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
  await readStore.drop('outbox_v4');
});

const [one, two, three] = [uuid(1), uuid(2), uuid(3)];
const owedAt = '2026-11-30T12:00:00.000Z';
const nowMs = Date.parse(owedAt);
const record = async (source: string, ...happened: readonly AnyEvent[]): Promise<void> => {
  const position = await appendEvents(events, `notification-${source}`, ...happened);
  expect(await projection.waitFor(position, 5_000)).toBe(position);
};
const kinds = ['booking-confirmed', 'booking-cancelled', 'refund-issued'] as const;
const requested = (source: string, revision: number, more: object = {}): AnyEvent => ({
  type: 'NotificationRequested',
  data: {
    messageId: `${source}.${revision}`,
    kind: kinds[revision - 5],
    recipient: { customerId: 'somebody' },
    source: { eventId: uuid(9), stream: `booking-${source}`, revision },
    about: { bookingId: source, ...more },
    owedAt,
  },
});
/** As every version before this one wrote it, with the booking that it is about. */
const settled = (
  source: string,
  revision: number,
  more: object = {},
  type = 'NotificationSent',
): Appended => ({
  type,
  version: 1,
  data: { messageId: `${source}.${revision}`, bookingId: source, kind: kinds[revision - 5], ...more },
});
const delayed = (source: string, revision: number, tries: number, retryAt: string): AnyEvent => ({
  type: 'NotificationDelayed',
  data: { messageId: `${source}.${revision}`, kind: kinds[revision - 5], tries, retryAt },
});
const due = async (lane: 'first' | 'retry' = 'first', atMs = nowMs, limit = 10) =>
  (await outbox.due(lane, atMs, limit)).map(({ messageId }) => messageId);

it('owes the first message of each source until it is settled, then the next', async () => {
  await record(one, requested(one, 5), requested(one, 6, { cancellationId }), requested(one, 7));
  await record(two, requested(two, 5));
  const cause = { id: expect.any(String), correlationId: 'test' };
  const shared = { owedAtMs: nowMs, tries: 0, cause };
  expect(await outbox.due('first', nowMs, 10)).toEqual([
    { messageId: `${one}.5`, bookingId: one, kind: 'booking-confirmed', ...shared },
    { messageId: `${two}.5`, bookingId: two, kind: 'booking-confirmed', ...shared },
  ]);
  expect(await due('first', nowMs, 1)).toEqual([`${one}.5`]);
  await record(one, settled(one, 5));
  expect(await outbox.due('first', nowMs, 1)).toEqual([
    { messageId: `${one}.6`, bookingId: one, kind: 'booking-cancelled', cancellationId, ...shared },
  ]);
  expect(await due()).toEqual([`${one}.6`, `${two}.5`]);
  await record(one, settled(one, 6, {}, 'NotificationWithheld'));
  expect(await due()).toEqual([`${one}.7`, `${two}.5`]);
  expect(await outbox.counts()).toEqual({ owed: 2, parked: 0 });
});

it('keeps what failed in a line of its own, until its time has come', async () => {
  const retryAt = '2026-11-30T12:00:05.000Z';
  await record(one, requested(one, 5), requested(one, 6), delayed(one, 5, 1, retryAt));
  await record(two, requested(two, 5));
  expect([await due('first'), await due('retry')]).toEqual([[`${two}.5`], []]);
  expect(await due('retry', Date.parse(retryAt))).toEqual([`${one}.5`]);
});

it('keeps nothing of what was sent', async () => {
  await record(one, requested(one, 5), settled(one, 5));
  expect(await readStore.query('SELECT * FROM outbox_v4.messages')).toEqual([]);
});

it('shows what was given up, the latest first', async () => {
  const parkedBy = (source: string, why: string) => settled(source, 5, { why }, 'NotificationParked');
  await record(one, requested(one, 5), parkedBy(one, 'refused'));
  await record(two, requested(two, 5), parkedBy(two, 'too-late'));
  // Given up before messages were requested.
  await record(three, parkedBy(three, 'refused'));
  const parked = await outbox.parkedMessages({ limit: 10 });
  expect(parked.items.map(({ bookingId, why }) => [bookingId, why])).toEqual([
    [three, 'refused'],
    [two, 'too-late'],
    [one, 'refused'],
  ]);
  const first = await outbox.parkedMessages({ limit: 1 });
  const rest = await outbox.parkedMessages({ limit: 2, cursor: first.nextCursor ?? '' });
  expect([first.items, rest.items, rest.nextCursor]).toEqual([
    parked.items.slice(0, 1),
    parked.items.slice(1),
    null,
  ]);
  expect(await outbox.counts()).toEqual({ owed: 0, parked: 3 });
});

it.each([
  ['requested', [requested(one, 5)]],
  ['given up before messages were requested', []],
])('owes again what staff want sent after all, when it was %s', async (_how, before) => {
  await record(one, ...before, settled(one, 5, { why: 'too-late' }, 'NotificationParked'));
  expect(await due()).toEqual([]);
  await record(one, settled(one, 5, {}, 'NotificationRetried'));
  expect(await outbox.counts()).toEqual({ owed: 1, parked: 0 });
  expect(await due()).toEqual([`${one}.5`]);
  await record(one, settled(one, 5));
  expect(await due()).toEqual([]);
});
