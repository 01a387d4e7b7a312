/** The holds that somebody has to expire, on a real Postgres. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { AnyEvent } from '../../../src/domain/kernel/decider.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { type RunningProjection, startProjection } from '../../../src/projections/engine/ProjectionRunner.ts';
import { holdsProjection } from '../../../src/projections/holds/holdsProjection.ts';
import { type HoldsQueries, holdsQueries } from '../../../src/projections/holds/holdsQueries.ts';
import { bookingOf, iso, minutes, onSaleMs, policies, seatsHeld, uuid } from '../../support/showtimes.ts';
import { appendEvents } from '../appendEvents.ts';
import { createTestDatabase, type TestDatabase } from '../testReadStore.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const ttlMs = policies.holdTtlMs;

let database: TestDatabase;
let readStore: ReadStore;
let events: EventStore;
let projection: RunningProjection;
let queries: HoldsQueries;

beforeAll(async () => {
  database = await createTestDatabase();
  readStore = database.openReadStore();
  queries = holdsQueries(readStore);
});
afterAll(async () => await database.close());
beforeEach(() => {
  events = openMemoryEventStore();
  const clock = { nowMs: () => Date.now() };
  projection = startProjection({ projection: holdsProjection, events, readStore, logger: silent, clock });
});
afterEach(async () => {
  await projection.stop();
  await readStore.drop('holds_v2');
});

const record = async (showtime: number, ...happened: readonly AnyEvent[]): Promise<void> => {
  const position = await appendEvents(events, `showtime-${uuid(showtime)}`, ...happened);
  expect(await projection.waitFor(position, 30_000)).toBe(position);
};
const held = (hold: number, atMs: number): AnyEvent => seatsHeld(uuid(hold), ['A1'], atMs);
const due = async (nowMs: number, limit = 10) =>
  (await queries.dueHolds(nowMs, limit)).map(({ showtimeId }) => showtimeId);

describe('holds whose time is up', () => {
  it('are due at their expiry and not before, the showtime that waited longest first, each once', async () => {
    await record(1, held(11, onSaleMs + 2), held(12, onSaleMs + 5));
    await record(2, held(21, onSaleMs + 1));
    await record(3, held(31, onSaleMs + minutes(5)));
    expect(await due(onSaleMs + ttlMs)).toEqual([]);
    expect(await due(onSaleMs + ttlMs + 1)).toEqual([uuid(2)]);
    expect(await due(onSaleMs + ttlMs + 5)).toEqual([uuid(2), uuid(1)]);
    expect(await due(onSaleMs + ttlMs + minutes(60), 2)).toEqual([uuid(2), uuid(1)]);
    expect(await queries.nextExpiryMs()).toBe(onSaleMs + ttlMs + 1);
  });

  it('name for each hold of a showtime the event that made it', async () => {
    await record(1, held(12, onSaleMs + 5), held(11, onSaleMs + 2), held(13, onSaleMs + minutes(5)));
    const made = await events.readStream(`showtime-${uuid(1)}`);
    const causeOf = (place: number) => ({ id: made[place]?.id, correlationId: 'test' });
    expect(await queries.dueHolds(onSaleMs + ttlMs + 5, 10)).toEqual([
      {
        showtimeId: uuid(1),
        holds: [
          { holdId: uuid(11), cause: causeOf(1) },
          { holdId: uuid(12), cause: causeOf(0) },
        ],
      },
    ]);
  });

  it('are later once extended, within one batch or over two', async () => {
    const extended = (hold: number): AnyEvent => ({
      type: 'HoldExtended',
      data: { holdId: uuid(hold), expiresAt: iso(onSaleMs + 2 * ttlMs) },
    });
    await record(1, held(11, onSaleMs), extended(11));
    await record(2, held(21, onSaleMs));
    await record(2, extended(21));
    expect(await due(onSaleMs + 2 * ttlMs - 1)).toEqual([]);
    expect(await due(onSaleMs + 2 * ttlMs)).toEqual([uuid(1), uuid(2)]);
  });

  it.each([
    ['released', { type: 'HoldReleased', data: { holdId: uuid(11), seatIds: ['A1'] } }],
    ['expired', { type: 'HoldExpired', data: { holdId: uuid(11), seatIds: ['A1'] } }],
    [
      'booked',
      { type: 'SeatsBooked', data: { holdId: uuid(11), bookingId: bookingOf(uuid(11)), seatIds: ['A1'] } },
    ],
  ])('are gone once %s, within one batch or over two', async (_how, end) => {
    await record(1, held(11, onSaleMs), end);
    expect(await due(onSaleMs + ttlMs)).toEqual([]);
    await record(1, held(11, onSaleMs));
    expect(await due(onSaleMs + ttlMs)).toEqual([uuid(1)]);
    await record(1, end);
    expect(await due(onSaleMs + ttlMs)).toEqual([]);
    expect(await queries.nextExpiryMs()).toBeUndefined();
  });
});
