/** Which bookings wait for somebody, on a real Postgres. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { AnyEvent } from '../../../src/domain/kernel/decider.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { bookingsProjection } from '../../../src/projections/bookings/bookingsProjection.ts';
import {
  type OpenBookingsQueries,
  openBookingsQueries,
} from '../../../src/projections/bookings/openBookingsQueries.ts';
import { schemaOf } from '../../../src/projections/engine/Projection.ts';
import { type RunningProjection, startProjection } from '../../../src/projections/engine/ProjectionRunner.ts';
import {
  accepted,
  authorized,
  begun,
  bookingId,
  cancelled,
  captured,
  confirmed,
  declined,
  expired,
  holdExpiresAtMs,
  lost,
  refunded,
  released,
  secured,
} from '../../domain/booking/bookings.ts';
import { iso, minutes, showtimeId, uuid } from '../../support/showtimes.ts';
import { appendEvents } from '../appendEvents.ts';
import { createTestDatabase, type TestDatabase } from '../testReadStore.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let database: TestDatabase;
let readStore: ReadStore;
let events: EventStore;
let projection: RunningProjection;
let queries: OpenBookingsQueries;

beforeAll(async () => {
  database = await createTestDatabase();
  readStore = database.openReadStore();
  queries = openBookingsQueries(readStore);
});
afterAll(async () => await database.close());
beforeEach(() => {
  events = openMemoryEventStore();
  const clock = { nowMs: () => Date.now() };
  projection = startProjection({
    ...{ projection: bookingsProjection, events, readStore, logger: silent, clock },
  });
});
afterEach(async () => {
  await projection.stop();
  await readStore.drop(schemaOf(bookingsProjection));
});

const record = async (stream: string, ...happened: readonly AnyEvent[]): Promise<number> => {
  const position = await appendEvents(events, stream, ...happened);
  expect(await projection.waitFor(position, 30_000)).toBe(position);
  const last = (await events.readStream(stream, { backwards: true, maxCount: 1 })).at(0);
  return Date.parse(last?.at ?? '');
};
const ofBooking = (...happened: readonly AnyEvent[]) => record(`booking-${bookingId}`, ...happened);
const due = (nowMs: number) => queries.due(nowMs, undefined, 10);
const silentMs = 15_000;

describe('bookings that owe a step', () => {
  it('are due fifteen seconds after they were last heard of, until they owe nothing', async () => {
    for (const step of [[...begun], [authorized], [secured]]) {
      const atMs = await ofBooking(...step);
      expect(await due(atMs + silentMs - 1)).toEqual([]);
      expect(await due(atMs + silentMs)).toEqual([bookingId]);
    }
    const paidAtMs = await ofBooking(captured, confirmed);
    expect(await due(paidAtMs + minutes(1_000))).toEqual([]);
    const gaveUpAtMs = await ofBooking(accepted(), cancelled, released);
    expect(await due(gaveUpAtMs + silentMs)).toEqual([bookingId]);
    const doneAtMs = await ofBooking(refunded);
    expect(await due(doneAtMs + minutes(1_000))).toEqual([]);
  });

  it('wait for what they wait for: the hold’s end, or the next try of a refund', async () => {
    await ofBooking(...begun, declined);
    expect(await due(holdExpiresAtMs - 1)).toEqual([]);
    expect(await due(holdExpiresAtMs)).toEqual([bookingId]);
    const atMs = await ofBooking(expired('hold-expired'));
    expect(await due(atMs + minutes(1_000))).toEqual([]);
  });

  it('are asked for page by page, and their secrets are not kept', async () => {
    const atMs = await ofBooking(...begun);
    expect(await queries.due(atMs + silentMs, bookingId, 10)).toEqual([]);
    const rows = await readStore.query(`SELECT booking FROM ${schemaOf(bookingsProjection)}.bookings`);
    expect(JSON.stringify(rows)).not.toContain('"who"');
    expect(JSON.stringify(rows)).not.toContain('"token"}');
  });
});

describe('a cancelled showtime', () => {
  it('tells how far the refunds of its bookings are', async () => {
    await ofBooking(...begun, authorized, secured, captured, confirmed);
    expect(await queries.refundProgress(showtimeId)).toEqual({ bookings: 1, refunded: 0 });
    await ofBooking(accepted({ by: 'cinema' }), cancelled, released);
    expect(await queries.refundProgress(showtimeId)).toEqual({ bookings: 1, refunded: 0 });
    await ofBooking(refunded);
    expect(await queries.refundProgress(showtimeId)).toEqual({ bookings: 1, refunded: 1 });
  });
});

describe('payments that are stuck', () => {
  const stuckAt = (place: number) => iso(holdExpiresAtMs + place);
  const stuck = (id: string, place: number) =>
    record(
      `booking-${id}`,
      { ...begun[0], data: { ...begun[0].data, bookingId: id } },
      begun[1],
      authorized,
      lost('taken'),
      {
        type: 'PaymentStepRefused',
        data: { step: 'void', attempt: 1, authorizationId: 'auth-1', tries: 8, code: 'no' },
      },
      {
        type: 'PaymentStuck',
        data: { step: 'void', of: 'auth-1', tries: 8, code: 'no', stuckAt: stuckAt(place) },
      },
      expired('seats-taken'),
    );

  it('are listed, the oldest first and a page at a time, until they are tried again', async () => {
    const [one, two, three] = [uuid(0x61), uuid(0x62), uuid(0x63)];
    await stuck(one, 2);
    await stuck(two, 1);
    await stuck(three, 2);
    const shown = (bookingId: string, place: number) => ({
      ...{ bookingId, step: 'void', stuckAt: stuckAt(place), tries: 8, code: 'no' },
    });
    const first = await queries.stuckPayments({ limit: 2 });
    expect(first.items).toEqual([shown(two, 1), shown(one, 2)]);
    const rest = await queries.stuckPayments({ limit: 2, cursor: first.nextCursor ?? '' });
    expect(rest).toEqual({ items: [shown(three, 2)], nextCursor: null });
    expect(await queries.stuckCount()).toBe(3);
    await record(`booking-${two}`, { type: 'StuckPaymentRetried', data: { retriedAt: stuckAt(3) } });
    expect(await queries.stuckCount()).toBe(2);
  });
});
