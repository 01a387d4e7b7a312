/** The ledger of reports on a real Postgres: at every position it says what the folds of the streams say there. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { BookingState } from '../../../src/domain/booking/BookingState.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import { evolveBooking } from '../../../src/domain/booking/evolveBooking.ts';
import type { DemandEvent } from '../../../src/domain/demand/events.ts';
import { readDomainEvent } from '../../../src/domain/eventCatalog.ts';
import type { AnyEvent } from '../../../src/domain/kernel/decider.ts';
import type { ShowtimeEvent } from '../../../src/domain/showtime/events.ts';
import { evolveShowtime } from '../../../src/domain/showtime/evolveShowtime.ts';
import { compactSeats } from '../../../src/domain/showtime/inventory/SeatInventory.ts';
import type { ShowtimeState } from '../../../src/domain/showtime/ShowtimeState.ts';
import type { EventStore, Position, RecordedEvent } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { schemaOf } from '../../../src/projections/engine/Projection.ts';
import type { Grouping, ReportName } from '../../../src/projections/reports/reportNames.ts';
import {
  type ReportQueries,
  type ReportQuestion,
  type ReportRow,
  reportQueries,
} from '../../../src/projections/reports/reportQueries.ts';
import { reportsProjection } from '../../../src/projections/reports/reportsProjection.ts';
import { attempted, boughtSeats, cancelled, initiated, paid, refundIssued } from '../../support/bookings.ts';
import {
  bookingOf,
  iso,
  minutes,
  onSale,
  onSaleMs,
  seat,
  seatsHeld,
  showtimeId,
  smallHall,
  startsAtMs,
  uuid,
} from '../../support/showtimes.ts';
import { createTestDatabase, type TestDatabase } from '../testReadStore.ts';
import { catchUpReports } from './catchUpReports.ts';

const schema = schemaOf(reportsProjection);
const other = uuid(0x2);
const [hold, lapsed, elsewhere] = [uuid(0x11), uuid(0x12), uuid(0x21)];
const [sold, late] = [bookingOf(hold), bookingOf(elsewhere)];
const sealed = { customerId: 'customer', box: 'sealed' };
const yen = (amount: number) => ({ amount, currency: 'JPY' });

const lost: DemandEvent = {
  type: 'DemandLost',
  data: {
    ...{ reportId: uuid(0xd1), showtimeId, movieId: uuid(0xa), theaterId: uuid(0xb) },
    ...{ from: iso(onSaleMs), until: iso(onSaleMs + 60_000) },
    refusals: [
      { why: 'sold-out', seatType: 'premium', party: 2, count: 4 },
      { why: 'seats-unavailable', seatType: 'any', party: 10, count: 1 },
    ],
  },
};

/** New York: the show starts at 14:00 there, and half past four in the night belongs to the day before. */
const zone = { timeZone: 'America/New_York' };
const nightMs = Date.parse('2026-12-01T09:30:00.000Z');

const log: readonly (readonly [stream: string, atMs: number, ...(readonly AnyEvent[])])[] = [
  [`showtime-${showtimeId}`, onSaleMs, ...onSale(zone), seatsHeld(hold, ['A1', 'A2'], onSaleMs)],
  [
    `showtime-${other}`,
    onSaleMs,
    ...onSale({
      showtimeId: other,
      movieId: uuid(0xaa),
      theaterId: uuid(0xbb),
      hallId: uuid(0xcc),
      timeZone: 'Asia/Tokyo',
    }),
    seatsHeld(elsewhere, ['A3'], onSaleMs),
  ],
  [`booking-${sold}`, onSaleMs + 1_000, initiated(sold, sealed), attempted(sealed)],
  [`showtime-${showtimeId}`, onSaleMs + 2_000, seatsHeld(lapsed, ['B1'], onSaleMs)],
  [`demand-${showtimeId}`, onSaleMs + 60_000, lost],
  [
    `booking-${late}`,
    onSaleMs + 3_000,
    initiated(late, sealed, {
      ...{ showtimeId: other, movieId: uuid(0xaa), theaterId: uuid(0xbb) },
      seats: boughtSeats('A3').map((each) => ({ ...each, price: yen(1_800) })),
      total: yen(1_800),
    }),
    attempted(sealed),
    { type: 'PaymentDeclined', data: { attempt: 1, code: 'insufficient_funds' } },
    attempted(sealed, 2),
  ],
  [
    `showtime-${showtimeId}`,
    onSaleMs + 4_000,
    { type: 'SeatsBooked', data: { holdId: hold, bookingId: sold, seatIds: ['A1', 'A2'] } },
    { type: 'SeatsBlocked', data: { seatIds: ['A5'], reason: { box: 'broken' } } },
    {
      type: 'HoldSwapped',
      data: {
        ...{ holdId: lapsed, released: ['B1'], loneSeats: [], total: { amount: 2_000, currency: 'USD' } },
        added: boughtSeats('A3', 'A4'),
      },
    },
  ],
  [`booking-${sold}`, onSaleMs + 5_000, ...paid()],
  [
    `booking-${late}`,
    onSaleMs + 6_000,
    { type: 'PaymentAuthorized', data: { attempt: 2, authorizationId: 'auth-2' } },
    { type: 'SeatsSecured', data: { attempt: 2, holdId: elsewhere } },
    { type: 'PaymentCaptured', data: { attempt: 2, captureId: 'capture-2', amount: yen(1_800) } },
    { type: 'BookingConfirmed', data: {} },
  ],
  [
    `showtime-${showtimeId}`,
    onSaleMs + minutes(11),
    { type: 'HoldExpired', data: { holdId: lapsed, seatIds: ['A3', 'A4'] } },
  ],
  [
    `showtime-${showtimeId}`,
    onSaleMs + minutes(12),
    {
      type: 'ShowtimeMovedToLayout',
      data: { layoutVersion: 2, focalPoint: { x: 3, y: 2 }, seats: [seat('C', 1), ...smallHall] },
    },
    { type: 'SeatsUnblocked', data: { seatIds: ['A5'] } },
  ],
  [`booking-${sold}`, nightMs, cancelled()],
  [
    `showtime-${showtimeId}`,
    nightMs + 1_000,
    { type: 'SeatsReturned', data: { bookingId: sold, seatIds: ['A2'] } },
  ],
  [`booking-${sold}`, nightMs + minutes(120), refundIssued()],
  [
    `booking-${sold}`,
    startsAtMs,
    { type: 'TicketAdmitted', data: { checkinId: uuid(0xc1), admittedAt: iso(startsAtMs), seatIds: ['A1'] } },
  ],
  [`showtime-${other}`, startsAtMs, { type: 'ShowtimeCancelled', data: { reason: { box: 'flood' } } }],
];

let database: TestDatabase;
let readStore: ReadStore;
let events: EventStore;
let queries: ReportQueries;
let written: readonly RecordedEvent[];

const catchUp = (batchSize: number, source: EventStore = events): Promise<void> =>
  catchUpReports(readStore, source, batchSize);

const write = async (entries: typeof log): Promise<EventStore> => {
  const store = openMemoryEventStore();
  let count = 0;
  for (const [stream, atMs, ...happened] of entries) {
    const stamped = happened.map(({ type, data }) => {
      count += 1;
      const version = [
        'PaymentAttempted',
        'CancellationAccepted',
        'TicketAdmitted',
        'SeatsBlocked',
        'ShowtimeCancelled',
      ].includes(type)
        ? 2
        : 1;
      const metadata = { correlationId: uuid(1), causationId: uuid(1), actor: { role: 'system' } as const };
      return { id: uuid(0xe000 + count), type, version, at: iso(atMs), data, metadata };
    });
    await store.append({ stream, expected: 'any', events: stamped });
  }
  return store;
};

beforeAll(async () => {
  database = await createTestDatabase();
  readStore = database.openReadStore();
  queries = reportQueries(readStore);
  events = await write(log);
  written = (await events.readAll('0'.repeat(20), { maxCount: 1_000 })).events;
});
afterAll(async () => await database.close());
beforeEach(async () => await catchUp(1_000));

const rows = async (
  report: ReportName,
  by: Grouping,
  more: Partial<ReportQuestion> = {},
): Promise<readonly ReportRow[]> => {
  const upTo = more.upTo ?? (await queries.position());
  return (await queries.report({ report, by, upTo, limit: 100, ...more })).rows;
};
const figures = (found: readonly ReportRow[]) =>
  found.map(({ key, sub, figures: all }) => [`${key} ${sub}`.trim(), all] as const);

/** From the states of the showtime and of its bookings, made of the events up to a position. */
const foldedAt = (position: Position) => {
  const upTo = written.filter((event) => event.position <= position);
  const read = (stream: string) =>
    upTo.filter((event) => event.stream === stream).map((event) => readDomainEvent(event));
  const show = (read(`showtime-${showtimeId}`) as ShowtimeEvent[]).reduce<ShowtimeState>(evolveShowtime, {
    status: 'none',
  });
  const booking = (read(`booking-${sold}`) as BookingEvent[]).reduce<BookingState>(evolveBooking, {
    status: 'none',
  });
  const letters = show.status === 'none' ? '' : compactSeats(show.inventory);
  const count = (letter: string): number => letters.split(letter).length - 1;
  const isPaid = booking.status !== 'none' && booking.payment.phase === 'captured';
  const refunds =
    booking.status === 'none'
      ? []
      : booking.cancellations.filter(({ refundStatus }) => refundStatus === 'done');
  return {
    seats: letters.length,
    booked: count('B'),
    held: count('H'),
    blocked: count('X'),
    gross: isPaid ? booking.total.amount : 0,
    refunds: refunds.reduce((sum, { refund }) => sum + refund.amount, 0),
  };
};

it('says at every position what the folds say there', async () => {
  const ofShow = { theaterIds: [uuid(0xb)] };
  for (const { position } of written.filter(({ stream }) => stream !== `showtime-${other}`)) {
    const [occupancy] = await rows('occupancy', 'hall', { ...ofShow, upTo: position });
    const [revenue] = await rows('revenue', 'movie', { ...ofShow, upTo: position });
    const { seats = 0, booked = 0, held = 0, blocked = 0 } = occupancy?.figures ?? {};
    const { gross = 0, refunds = 0 } = revenue?.figures ?? {};
    expect({ seats, booked, held, blocked, gross, refunds }, position).toEqual(foldedAt(position));
  }
});

it('has the same rows whatever the size of the batches', async () => {
  const all = async () => [
    await readStore.query(
      `SELECT * FROM ${schema}.pages ORDER BY showtime_id, source_id, category, page, business_date, utc_offset`,
    ),
    await readStore.query(`SELECT * FROM ${schema}.shows ORDER BY 1`),
    await readStore.query(`SELECT * FROM ${schema}.bookings ORDER BY 1`),
  ];
  const [whole] = [await all()];
  for (const size of [1, 2, 7]) {
    await catchUp(size);
    expect(await all()).toEqual(whole);
  }
});

it('has the same figures when the showtimes come last, as after their streams were parked', async () => {
  const asked = () =>
    Promise.all(
      (['occupancy', 'revenue', 'funnel', 'lost-demand'] as const).map(async (report) =>
        figures(await rows(report, 'hour')),
      ),
    );
  const inOrder = await asked();
  const isOfShow = ([stream]: (typeof log)[number]): boolean => stream.startsWith('showtime-');
  const reordered = await write([...log.filter((entry) => !isOfShow(entry)), ...log.filter(isOfShow)]);
  await catchUp(3, reordered);
  expect(await asked()).toEqual(inOrder);
});

it('never adds currencies up, and puts each amount on the business date on which it moved', async () => {
  expect(figures(await rows('revenue', 'business-date'))).toEqual([
    // Four in the morning in Tokyo.
    ['2026-11-30 JPY', { bookings: 1, seats: 1, gross: 1_800, refunds: 0 }],
    ['2026-11-30 USD', { bookings: 1, seats: 2, gross: 2_500, refunds: 0 }],
    ['2026-12-01 USD', { bookings: 0, seats: 0, gross: 0, refunds: 1_188 }],
  ]);
  const dayBefore = { from: { date: '2026-11-30' }, to: { date: '2026-11-30' }, theaterIds: [uuid(0xb)] };
  expect(figures(await rows('funnel', 'business-date', dayBefore))[0]?.[1].cancelled).toBe(1);
});

it('leaves out what was recorded after an instant', async () => {
  const asOf = iso(nightMs + minutes(119));
  expect(figures(await rows('revenue', 'movie', { asOf, theaterIds: [uuid(0xb)] }))).toEqual([
    [`${uuid(0xa)} USD`, { bookings: 1, seats: 2, gross: 2_500, refunds: 0 }],
  ]);
  expect(figures(await rows('occupancy', 'movie')).map(([key]) => key)).toEqual([uuid(0xa)]);
  expect(figures(await rows('occupancy', 'movie', { asOf })).map(([key]) => key)).toEqual([
    uuid(0xa),
    uuid(0xaa),
  ]);
});

it('tells lost demand by reason, seat type and party, in the hour in which it was lost', async () => {
  expect(figures(await rows('lost-demand', 'hour'))).toEqual([
    ['2026-11-30T14:00-05:00 seats-unavailable any 10', { refusals: 1, seats: 10 }],
    ['2026-11-30T14:00-05:00 sold-out premium 02', { refusals: 4, seats: 8 }],
  ]);
});

it('goes through pages without a gap or a repeat, and takes instants as bounds', async () => {
  const upTo = await queries.position();
  const question = { report: 'revenue', by: 'business-date', upTo, limit: 1 } as const;
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await queries.report({ ...question, ...(cursor === null ? {} : { cursor }) });
    seen.push(...figures(page.rows).map(([key]) => key));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(seen).toEqual(['2026-11-30 JPY', '2026-11-30 USD', '2026-12-01 USD']);
  const bounds = { from: { instant: iso(nightMs) }, to: { instant: iso(nightMs + minutes(120)) } };
  expect(figures(await rows('funnel', 'movie', bounds)).map(([, all]) => all.cancelled)).toEqual([1]);
  expect(await rows('revenue', 'movie', bounds)).toEqual([]);
});
