/** Reserved slots without their showtime, on a real Postgres. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { type RunningProjection, startProjection } from '../../../src/projections/engine/ProjectionRunner.ts';
import { reservationsProjection } from '../../../src/projections/reservations/reservationsProjection.ts';
import {
  type ReservationsQueries,
  reservationsQueries,
  type UnfinishedReservation,
} from '../../../src/projections/reservations/reservationsQueries.ts';
import { iso, minutes, onSaleMs, scheduledData, startsAtMs, usd, uuid } from '../../support/showtimes.ts';
import { appendEvents } from '../appendEvents.ts';
import { createTestDatabase, type TestDatabase } from '../testReadStore.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const schedule = `schedule-${uuid(0xc)}`;

let database: TestDatabase;
let readStore: ReadStore;
let events: EventStore;
let projection: RunningProjection;
let queries: ReservationsQueries;

beforeAll(async () => {
  database = await createTestDatabase();
  readStore = database.openReadStore();
  queries = reservationsQueries(readStore);
});
afterAll(async () => await database.close());
beforeEach(() => {
  events = openMemoryEventStore();
  const clock = { nowMs: () => Date.now() };
  projection = startProjection({
    projection: reservationsProjection,
    events,
    readStore,
    logger: silent,
    clock,
  });
});
afterEach(async () => {
  await projection.stop();
  await readStore.drop('reservations_v3');
});

const slot = (n: number, reservedAtMs: number): Omit<UnfinishedReservation, 'cause'> => ({
  showtimeId: uuid(n),
  movieId: uuid(0xa),
  theaterId: uuid(0xb),
  hallId: uuid(0xc),
  startsAt: iso(startsAtMs),
  endsAt: iso(startsAtMs + minutes(120)),
  cleaningMs: minutes(20),
  layoutVersion: 1,
  basePrice: usd(1_000),
  format: '2D',
  language: 'en',
  reservedAt: iso(reservedAtMs),
});
const reserve = (n: number, atMs = onSaleMs) =>
  appendEvents(events, schedule, { type: 'SlotReserved', data: slot(n, atMs) });
const free = (n: number) =>
  appendEvents(events, schedule, { type: 'SlotFreed', data: { showtimeId: uuid(n) } });
const scheduled = (n: number) =>
  appendEvents(events, `showtime-${uuid(n)}`, {
    type: 'ShowtimeScheduled',
    data: scheduledData({ showtimeId: uuid(n) }),
  });
const unfinished = async (beforeMs = onSaleMs + minutes(60), limit = 10) => {
  await projection.waitFor(await events.head(), 30_000);
  const found = await queries.unfinishedReservations(beforeMs, limit);
  for (const { showtimeId, cause } of found) {
    const causes = await events.readStream(schedule);
    const reserved = causes.findLast(({ data }) => JSON.stringify(data).includes(showtimeId));
    expect(cause).toEqual({ id: reserved?.id, correlationId: 'test' });
  }
  return found.map(({ cause: _cause, ...each }) => each);
};

describe('slots without their showtime', () => {
  it('come back as they were reserved, oldest first', async () => {
    await reserve(2, onSaleMs + 5);
    await reserve(1, onSaleMs);
    await reserve(3, onSaleMs + 9);
    expect(await unfinished()).toEqual([slot(1, onSaleMs), slot(2, onSaleMs + 5), slot(3, onSaleMs + 9)]);
    expect(await unfinished(onSaleMs + 5)).toEqual([slot(1, onSaleMs), slot(2, onSaleMs + 5)]);
    expect(await unfinished(onSaleMs + 5, 1)).toEqual([slot(1, onSaleMs)]);
  });

  it('are finished by the showtime, whichever comes first here', async () => {
    await reserve(1);
    await scheduled(1);
    expect(await unfinished()).toEqual([]);
    await scheduled(2);
    await unfinished();
    await reserve(2);
    expect(await unfinished()).toEqual([]);
  });

  it('are over once freed, until they are reserved again', async () => {
    await reserve(1);
    await unfinished();
    await free(1);
    expect(await unfinished()).toEqual([]);
    await reserve(1, onSaleMs + 7);
    expect(await unfinished()).toEqual([slot(1, onSaleMs + 7)]);
    await free(1);
    await reserve(1, onSaleMs + 8);
    expect(await unfinished()).toEqual([slot(1, onSaleMs + 8)]);
  });
});
