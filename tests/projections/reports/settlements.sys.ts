/** Settlements on a real Postgres: sums by the show's business date at any position, and the days that wait for a statement. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { eventCatalog } from '../../../src/domain/eventCatalog.ts';
import type { AnyEvent } from '../../../src/domain/kernel/decider.ts';
import type { ShowtimeSummary } from '../../../src/domain/showtime/events.ts';
import { type EventStore, type Position, positionBefore, positionOf } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { schemaOf } from '../../../src/projections/engine/Projection.ts';
import { reportsProjection } from '../../../src/projections/reports/reportsProjection.ts';
import {
  type SettlementQueries,
  settlementQueries,
} from '../../../src/projections/reports/settlementQueries.ts';
import {
  attempted,
  cancelled,
  catalogEvents,
  initiated,
  paid,
  refundIssued,
} from '../../support/bookings.ts';
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
} from '../../support/showtimes.ts';
import { createTestDatabase, type TestDatabase } from '../testReadStore.ts';
import { catchUpReports } from './catchUpReports.ts';

const schema = schemaOf(reportsProjection);
const [movieId, theaterId, other, elsewhere] = [uuid(0xa), uuid(0xb), uuid(0x2), uuid(0xbb)];
const hold = uuid(0x11);
const bookingId = bookingOf(hold);
const sealed = { customerId: 'customer', box: 'sealed' };
const businessDate = '2026-12-01';
const endsAtMs = startsAtMs + minutes(120);
const hour = minutes(60);
const day = 24 * hour;
const terms = (share: number) => ({
  distributor: 'Northlight',
  runsFrom: '2026-11-26',
  weeklySharesBp: [share],
});
const summary: ShowtimeSummary = {
  ...{ isCancelled: false, layoutVersion: 1, seats: 10, booked: 2, blocked: 0, total: usd(2_000) },
  sold: [{ seatType: 'regular', ticketType: 'adult', price: usd(1_000), seats: 2 }],
};
const issued = (number: number, upTo: bigint) => ({
  type: 'SettlementIssued',
  data: { theaterId, businessDate, number, upTo: positionOf(upTo), lines: [] },
});

type Entry = readonly [stream: string, atMs: number, ...(readonly AnyEvent[])];
const theater = catalogEvents[`theater-${theaterId}`] as AnyEvent & { data: object };
const log: readonly Entry[] = [
  [
    `theater-${theaterId}`,
    onSaleMs,
    { ...theater, data: { ...theater.data, policies: { booksCloseAfterDays: 2 } } },
  ],
  [`showtime-${showtimeId}`, onSaleMs, ...onSale(), seatsHeld(hold, ['A1', 'A2'], onSaleMs)],
  [
    `showtime-${other}`,
    onSaleMs,
    ...onSale({ showtimeId: other, movieId: uuid(0xaa), theaterId: elsewhere, hallId: uuid(0xcc) }),
  ],
  [`booking-${bookingId}`, onSaleMs, initiated(bookingId, sealed), attempted(sealed), ...paid()],
  [`movie-${movieId}`, onSaleMs, { type: 'MovieTermsAgreed', data: { movieId, terms: terms(5_000) } }],
  [`settlement-${uuid(0x51)}`, endsAtMs + 3 * hour, issued(1, 13n)],
  [`booking-${bookingId}`, endsAtMs + 5 * hour, cancelled(), refundIssued()],
  [`showtime-${showtimeId}`, endsAtMs + 2 * day, { type: 'ShowtimeSummarized', data: summary }],
  [
    `showtime-${showtimeId}`,
    endsAtMs + 3 * day,
    { type: 'SeatsBlocked', data: { seatIds: ['A5'], reason: { box: 'late' } } },
  ],
];

const write = async (entries: readonly Entry[]): Promise<EventStore> => {
  const store = openMemoryEventStore();
  let count = 0;
  for (const [stream, atMs, ...happened] of entries) {
    const metadata = { correlationId: uuid(1), causationId: uuid(1), actor: { role: 'system' } as const };
    const stamped = happened.map(({ type, data }) => {
      count += 1;
      const version = eventCatalog.get(type)?.definition.version ?? 1;
      return { id: uuid(0xe000 + count), type, version, at: iso(atMs), data, metadata };
    });
    await store.append({ stream, expected: 'any', events: stamped });
  }
  return store;
};

let database: TestDatabase;
let readStore: ReadStore;
let events: EventStore;
let queries: SettlementQueries;
let head: Position;

beforeAll(async () => {
  database = await createTestDatabase();
  readStore = database.openReadStore();
  queries = settlementQueries(readStore);
  events = await write(log);
  head = await events.head();
});
afterAll(async () => await database.close());
beforeEach(async () => await catchUpReports(readStore, events, 1_000));

const positionOfType = async (type: string, nth = 0): Promise<Position> => {
  const { events: found } = await events.readAll('0'.repeat(20), {
    maxCount: 1_000,
    filter: { types: [type] },
  });
  return found[nth]?.position ?? '';
};
const own = { businessDate, theaterIds: [theaterId] };
const lineAt = async (upTo: Position) => (await queries.lines({ ...own, upTo }, { limit: 10 })).items;
const nothing = {
  showtimes: 1,
  bookings: 0,
  seats: 0,
  seatsReturned: 0,
  gross: 0,
  refunds: 0,
  net: 0,
  share: 0,
};
const ofMovie = { theaterId, movieId, currency: 'USD' };
const half = { distributor: 'Northlight', week: 1, shareBp: 5_000 };

it('says for every position what the shows of the day had taken, and what the terms of then make of it', async () => {
  const captured = { ...ofMovie, ...nothing, bookings: 1, seats: 2, gross: 2_500, net: 2_500 };
  expect(await lineAt(await positionOfType('ShowtimeScheduled'))).toEqual([{ ...ofMovie, ...nothing }]);
  expect(await lineAt(await positionOfType('PaymentCaptured'))).toEqual([captured]);
  expect(await lineAt(await positionOfType('MovieTermsAgreed'))).toEqual([
    { ...captured, share: 1_250, terms: half },
  ]);
  expect(await lineAt(head)).toEqual([
    { ...captured, seatsReturned: 1, refunds: 1_188, net: 1_312, share: 656, terms: half },
  ]);
});

it('lists every theater in pages without a gap', async () => {
  const day1 = { businessDate, upTo: head };
  const first = await queries.lines(day1, { limit: 1 });
  const cursor = first.nextCursor ?? '';
  const second = await queries.lines(day1, { limit: 1, cursor });
  expect([...first.items, ...second.items].map((line) => line.theaterId)).toEqual([theaterId, elsewhere]);
  expect(second.nextCursor).toBeNull();
});

it('names the events between two positions that changed it', async () => {
  const from = await positionOfType('SettlementIssued');
  const { items } = await queries.causes({ ...own, upTo: head }, from, { limit: 10 });
  const at = iso(endsAtMs + 5 * hour);
  const show = { at, showtimeId, movieId };
  expect(items).toEqual([
    { ...show, position: await positionOfType('CancellationAccepted'), kind: 'cancelled', seats: 1 },
    {
      ...{ ...show, position: await positionOfType('RefundIssued'), kind: 'refunded', seats: 0 },
      amount: usd(1_188),
    },
  ]);
  const before = await positionOfType('PaymentCaptured');
  expect(await queries.termsAgreed([movieId], before, head)).toEqual([
    { movieId, position: await positionOfType('MovieTermsAgreed'), at: iso(onSaleMs) },
  ]);
});

it('tells which days wait: those without a statement, and a day later those whose statement no longer holds', async () => {
  const [ours, theirs] = [
    { theaterId, businessDate },
    { theaterId: elsewhere, businessDate },
  ];
  const due = (atMs: number) => queries.dueDays(atMs, 10);
  expect(await due(endsAtMs + 3 * hour - 1)).toEqual([]);
  expect(await due(endsAtMs + 3 * hour)).toEqual([theirs]);
  expect(await due(endsAtMs + 3 * hour + day - 1)).toEqual([theirs]);
  expect(await due(endsAtMs + 3 * hour + day)).toEqual([theirs, ours]);
  await catchUpReports(
    readStore,
    await write([...log, [`settlement-${uuid(0x51)}`, endsAtMs + 2 * day, issued(2, 17n)]]),
    3,
  );
  expect(await due(endsAtMs + 9 * day)).toEqual([theirs]);
});

it('restates days whose terms changed, and no others', async () => {
  const settled = [...log, [`settlement-${uuid(0x51)}`, endsAtMs + day, issued(2, 18n)] as const];
  const agreed = (changed: object): Entry => [
    `movie-${movieId}`,
    endsAtMs + 2 * day,
    { type: 'MovieTermsAgreed', data: { movieId, terms: changed } },
  ];
  const dueAfter = async (changed: object) => {
    await catchUpReports(readStore, await write([...settled, agreed(changed)]), 1_000);
    return (await queries.dueDays(endsAtMs + 9 * day, 10)).map((each) => each.theaterId);
  };
  expect(await dueAfter(terms(4_000))).toEqual([elsewhere, theaterId]);
  expect(await dueAfter({ ...terms(5_000), weeklySharesBp: [5_000, 4_000] })).toEqual([elsewhere]);
});

it('tells which showtimes may be summarized: by the policy of the theater, and again after a change', async () => {
  const due = async (atMs: number) => await queries.dueSummaries(atMs, 10);
  const [ours, theirs] = [
    { showtimeId, closesAfterMs: 2 * day },
    { showtimeId: other, closesAfterMs: 30 * day },
  ];
  expect(await due(endsAtMs + 2 * day - 1)).toEqual([]);
  expect(await due(endsAtMs + 2 * day)).toEqual([ours]);
  expect(await due(endsAtMs + 30 * day)).toEqual([ours, theirs]);
  await catchUpReports(readStore, await write(log.slice(0, -1)), 1_000);
  expect(await due(endsAtMs + 30 * day)).toEqual([theirs]);
});

it('keeps summaries', async () => {
  const position = await positionOfType('ShowtimeSummarized');
  const kept = { position, at: iso(endsAtMs + 2 * day), summary };
  expect(await queries.summary(showtimeId, head)).toEqual(kept);
  expect(await queries.summary(showtimeId, await positionOfType('RefundIssued'))).toBeUndefined();
  expect(await queries.summary(other, head)).toBeUndefined();
});

it('lists statements, also as of an earlier position', async () => {
  const position = await positionOfType('SettlementIssued');
  const at = iso(endsAtMs + 3 * hour);
  const statement = { theaterId, number: 1, position, at, upTo: positionOf(13n), leftOut: [] };
  expect(await queries.statements({ ...own, upTo: head })).toEqual([statement]);
  expect(await queries.statements({ ...own, upTo: positionOf(13n) })).toEqual([]);
});

it('restates a day when a stream that a statement left out is read after all', async () => {
  const stream = `booking-${bookingId}`;
  const [early, late] = [log.slice(0, 5), log[6]];
  if (late === undefined) throw new Error('no cancellation');
  const upTo = await (await write([...early, late])).head();
  const parked = positionBefore(upTo, 1);
  const leftOut = [{ stream, position: parked }];
  const statement = {
    type: 'SettlementIssued',
    data: { theaterId, businessDate, number: 1, upTo, lines: [], leftOut },
  };
  const told = await write([...early, late, [`settlement-${uuid(0x51)}`, endsAtMs + 3 * hour, statement]]);
  const due = async () => (await queries.dueDays(endsAtMs + 9 * day, 10)).map((each) => each.theaterId);
  const scope = { theaterIds: [theaterId], businessDate, movieId };

  await catchUpReports(readStore, told, 1_000);
  const rowOfParked = [stream, parked, 6, 'CancellationAccepted', 'unread'];
  await readStore.query(
    `INSERT INTO ${schema}.parked (stream, position, revision, type, error) VALUES ($1, $2, $3, $4, $5)`,
    rowOfParked,
  );
  expect(await due()).toEqual([elsewhere]);
  expect(await queries.leftOut(scope)).toEqual(leftOut);
  expect(await queries.leftOut({ ...scope, theaterIds: [elsewhere] })).toEqual([]);
  expect(await queries.leftOut({ ...scope, businessDate: '2026-12-02' })).toEqual([]);
  expect(await queries.leftOut({ ...scope, movieId: uuid(0xaa) })).toEqual([]);
  expect(await queries.leftOut({})).toEqual(leftOut);

  await readStore.query(`DELETE FROM ${schema}.parked WHERE stream = $1`, [stream]);
  expect(await due()).toEqual([elsewhere, theaterId]);
  const [then] = (await queries.lines({ ...own, upTo, leftOut }, { limit: 10 })).items;
  const [now] = await lineAt(upTo);
  expect([then?.seatsReturned, then?.refunds, now?.seatsReturned, now?.refunds]).toEqual([0, 0, 1, 1_188]);
  const { items } = await queries.causes({ ...own, upTo, leftOut }, upTo, { limit: 10 });
  expect(items.map(({ position, kind }) => [position, kind])).toEqual([
    [parked, 'cancelled'],
    [upTo, 'refunded'],
  ]);
  expect((await queries.causes({ ...own, upTo }, upTo, { limit: 10 })).items).toEqual([]);
  expect((await queries.statements({ ...own, upTo: await told.head() })).map((each) => each.leftOut)).toEqual(
    [leftOut],
  );
});

it('narrows parked showtimes and movies by what is known of them', async () => {
  const [unknown, unread] = [uuid(0x3), positionOf(1n)];
  const park = (stream: string) =>
    readStore.query(
      `INSERT INTO ${schema}.parked (stream, position, revision, type, error) VALUES ($1, $2, 0, 'Any', 'unread')`,
      [stream, unread],
    );
  const [known, lost] = [`showtime-${other}`, `showtime-${unknown}`];
  for (const stream of [known, lost, `movie-${movieId}`, 'movie-of-old', `settlement-${uuid(0x51)}`]) {
    await park(stream);
  }
  const left = async (scope: Parameters<SettlementQueries['leftOut']>[0]) =>
    (await queries.leftOut(scope)).map(({ stream }) => stream);
  expect(await left({})).toEqual(['movie-of-old', `movie-${movieId}`, known, lost].toSorted());
  expect(await left({ theaterIds: [theaterId], movieId })).toEqual([`movie-${movieId}`, lost]);
  expect(await left({ theaterIds: [elsewhere], movieId: uuid(0xaa) })).toEqual([known, lost]);
});

it('has the same rows whatever the size of the batches', async () => {
  const tables = ['days', 'terms', 'statements', 'summaries', 'closings', 'shows'];
  const all = () =>
    Promise.all(
      tables.map((table) => readStore.query(`SELECT to_jsonb(t) FROM ${schema}.${table} AS t ORDER BY 1`)),
    );
  const whole = await all();
  expect(whole.map((rows) => rows.length)).toEqual([2, 1, 1, 1, 1, 2]);
  for (const size of [1, 2, 5]) {
    await catchUpReports(readStore, events, size);
    expect(await all()).toEqual(whole);
  }
});
