/**
 * A read model that stores a fold is made again when the fold changes. One fixed log goes through every model, and a
 * hash of its rows is pinned under the model's version: if a hash differs, raise the version of that projection and pin
 * the new hash under the new name. Never change the hash of a version that was released.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../src/adapters/memory/MemoryEventStore.ts';
import { readModels } from '../../src/compose.ts';
import type { AnyEvent } from '../../src/domain/kernel/decider.ts';
import type { EventStore } from '../../src/ports/EventStore.ts';
import type { ReadStore } from '../../src/ports/ReadStore.ts';
import { schemaOf } from '../../src/projections/engine/Projection.ts';
import { startProjection } from '../../src/projections/engine/ProjectionRunner.ts';
import {
  attempted,
  cancellationId,
  cancelled,
  catalogEvents,
  initiated,
  paid,
  refundIssued,
} from '../support/bookings.ts';
import { silentLogger } from '../support/postgres.ts';
import {
  bookingOf,
  iso,
  minutes,
  onSale,
  onSaleMs,
  seatsHeld,
  showtimeId,
  startsAtMs,
  usd,
  uuid,
} from '../support/showtimes.ts';
import { hallBuilt, layoutDrawn } from './catalog/catalogEvents.ts';
import { createTestDatabase, type TestDatabase } from './testReadStore.ts';

const pinned: Readonly<Record<string, string>> = {
  availability_v4: '8f5b0836335090f2',
  availability_v5: '8f5b0836335090f2',
  bookings_v8: '1525567da02f8a6d',
  bookings_v9: '1fae6b106108b528',
  catalog_v6: '5a1a5c22db3a1032',
  erasures_v1: '8b7b36be281d0837',
  holds_v2: '7a591cb8aeb78b03',
  outbox_v4: '99e87bb97348902f',
  reports_v1: '5d3f2d59da56eba2',
  reports_v2: '2c61c9c7da88701f',
  reports_v3: '5b3e3fbc4a96fdbd',
  reports_v4: '4f83ab22fd6b9566',
  reports_v5: 'a4ae392ba51b4c69',
  reservations_v3: 'fc7e34ce6553b8dd',
  search_v3: '3b12bb8a0ed4e30c',
};

let database: TestDatabase;
let readStore: ReadStore;
let events: EventStore;

const [movieId, theaterId, hallId] = [uuid(0xa), uuid(0xb), uuid(0xc)];
const [hold, lapsed, running] = [uuid(0x11), uuid(0x12), uuid(0x13)];
const bookingId = bookingOf(hold);
const other = uuid(0x31);
const sealed = { customerId: 'customer', box: 'sealed' };
const slot = {
  ...{ showtimeId, movieId, theaterId, hallId, cleaningMs: minutes(20), layoutVersion: 1 },
  ...{ startsAt: iso(startsAtMs), endsAt: iso(startsAtMs + minutes(120)), reservedAt: iso(onSaleMs) },
  ...{ basePrice: usd(1_000), format: '2D', language: 'en' },
};
const message = { messageId: `${bookingId}.5`, kind: 'booking-confirmed' };
const requested = (source: string, kind: string, revision: number) => ({
  type: 'NotificationRequested',
  data: {
    ...{ messageId: `${source}.${revision}`, kind, owedAt: iso(onSaleMs) },
    recipient: { customerId: 'customer' },
    source: { eventId: uuid(0x77), stream: `booking-${source}`, revision },
    about: { bookingId: source, ...(kind === 'booking-cancelled' ? { cancellationId } : {}) },
  },
});

const log: readonly (readonly [string, ...(readonly AnyEvent[])])[] = [
  ...Object.entries(catalogEvents).map(([stream, event]) => [stream, event] as const),
  [`hall-${hallId}`, hallBuilt(0xc, 0xb, 'One'), layoutDrawn(0xc, 1)],
  [`schedule-${hallId}`, { type: 'SlotReserved', data: slot }],
  [`schedule-${hallId}`, { type: 'SlotReserved', data: { ...slot, showtimeId: uuid(0x999) } }],
  [`showtime-${showtimeId}`, ...onSale(), seatsHeld(hold, ['A1', 'A2'], onSaleMs)],
  [`booking-${bookingId}`, initiated(bookingId, sealed), attempted(sealed), ...paid().slice(0, 1)],
  [
    `showtime-${showtimeId}`,
    { type: 'SeatsBooked', data: { holdId: hold, bookingId, seatIds: ['A1', 'A2'] } },
    seatsHeld(lapsed, ['A4'], onSaleMs),
    seatsHeld(running, ['B1'], onSaleMs),
    { type: 'HoldExpired', data: { holdId: lapsed, seatIds: ['A4'] } },
    { type: 'SeatsBlocked', data: { seatIds: ['A5'], reason: 'broken' } },
  ],
  [`booking-${bookingId}`, ...paid().slice(1), cancelled(), refundIssued()],
  [`booking-${other}`, initiated(other, { ...sealed, customerId: 'erased' }), attempted(sealed)],
  [
    `notification-${bookingId}`,
    requested(bookingId, message.kind, 5),
    { type: 'NotificationSent', data: message },
  ],
  [`notification-${bookingId}`, requested(bookingId, 'booking-cancelled', 6)],
  [
    `notification-${other}`,
    requested(other, 'booking-failed', 3),
    {
      type: 'NotificationDelayed',
      data: { messageId: `${other}.3`, kind: 'booking-failed', tries: 1, retryAt: iso(onSaleMs + 5_000) },
    },
  ],
  ['customer-erased', { type: 'CustomerErased', data: { customerId: 'erased', by: 'customer' } }],
  [`theater-${theaterId}`, { type: 'TheaterCurrencySettled', data: { theaterId, currency: 'USD' } }],
  [
    `demand-${showtimeId}`,
    {
      type: 'DemandLost',
      data: {
        ...{ reportId: uuid(0xd1), showtimeId, movieId, theaterId },
        ...{ from: iso(onSaleMs), until: iso(onSaleMs + 60_000) },
        refusals: [{ why: 'sold-out', seatType: 'any', party: 2, count: 3 }],
      },
    },
  ],
  [
    `showtime-${showtimeId}`,
    {
      type: 'ShowtimeSummarized',
      data: {
        ...{ isCancelled: false, layoutVersion: 1, seats: 10, booked: 2, blocked: 1, total: usd(2_000) },
        sold: [{ seatType: 'regular', ticketType: 'adult', price: usd(1_000), seats: 2 }],
      },
    },
  ],
  [
    `movie-${movieId}`,
    {
      type: 'MovieTermsAgreed',
      data: { movieId, terms: { distributor: 'One', runsFrom: '2026-11-26', weeklySharesBp: [5_000] } },
    },
  ],
  [
    `settlement-${uuid(0x51)}`,
    {
      type: 'SettlementIssued',
      data: { theaterId, businessDate: '2026-12-01', number: 1, upTo: '00000000000000000030', lines: [] },
    },
  ],
];

/** One entry after the other, so that every model reads its own rows back. */
beforeAll(async () => {
  database = await createTestDatabase();
  readStore = database.openReadStore();
  events = openMemoryEventStore();
  const clock = { nowMs: () => Date.now() };
  const running = readModels.map((projection) =>
    startProjection({ projection, events, readStore, logger: silentLogger, clock }),
  );
  let count = 0;
  for (const [stream, ...happened] of log) {
    const stamped = happened.map(({ type, data }) => {
      count += 1;
      const [id, at] = [uuid(0xe000 + count), iso(onSaleMs + count * 1_000)];
      // Settled messages are written without a booking since version 2.
      const version = type === 'NotificationSent' ? 2 : 1;
      const metadata = {
        correlationId: uuid(0xf),
        causationId: uuid(0xf),
        actor: { role: 'system' } as const,
      };
      return { id, type, version, at, data, metadata };
    });
    await events.append({ stream, expected: 'any', events: stamped });
    const head = await events.head();
    await Promise.all(running.map(async (each) => expect(await each.waitFor(head, 30_000)).toBe(head)));
  }
  await Promise.all(running.map((each) => each.stop()));
});
afterAll(async () => await database.close());

/** Every row of every table of the model as JSON, but for when this making wrote it. */
const rowsOf = async (schema: string): Promise<readonly string[]> => {
  const tables = await readStore.query(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = $1 AND table_name NOT IN ('checkpoint', 'changes') ORDER BY table_name`,
    [schema],
  );
  const rows: string[] = [];
  for (const { name } of tables) {
    const found = await readStore.query(
      `SELECT to_jsonb(t) - 'change' AS row FROM ${schema}.${String(name)} AS t`,
    );
    rows.push(...found.map(({ row }) => `${String(name)} ${JSON.stringify(row)}`).toSorted());
  }
  return rows;
};

it.each(readModels.map(schemaOf))('%s folds the log into the rows that are pinned', async (schema) => {
  const rows = await rowsOf(schema);
  expect(rows.filter((row) => row.startsWith('parked'))).toEqual([]);
  expect(rows.length).toBeGreaterThan(0);
  const hash = createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 16);
  expect({ [schema]: hash }).toEqual({ [schema]: pinned[schema] });
});
