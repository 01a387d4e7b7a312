/** Lists of bookings on a real Postgres. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import type { AnyEvent } from '../../../src/domain/kernel/decider.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { bookingsProjection } from '../../../src/projections/bookings/bookingsProjection.ts';
import { type BookingsQueries, bookingsQueries } from '../../../src/projections/bookings/bookingsQueries.ts';
import { schemaOf } from '../../../src/projections/engine/Projection.ts';
import { type RunningProjection, startProjection } from '../../../src/projections/engine/ProjectionRunner.ts';
import { InvalidCursor } from '../../../src/projections/sql/page.ts';
import { cancelled, confirmedHistory, folded } from '../../domain/ticket/tickets.ts';
import { showtimeId, uuid } from '../../support/showtimes.ts';
import { appendEvents } from '../appendEvents.ts';
import { createTestDatabase, type TestDatabase } from '../testReadStore.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let database: TestDatabase;
let readStore: ReadStore;
let events: EventStore;
let projection: RunningProjection;
let queries: BookingsQueries;

beforeAll(async () => {
  database = await createTestDatabase();
  readStore = database.openReadStore();
  queries = bookingsQueries(readStore);
});
afterAll(async () => await database.close());
beforeEach(() => {
  events = openMemoryEventStore();
  const clock = { nowMs: () => Date.now() };
  projection = startProjection({ projection: bookingsProjection, events, readStore, logger: silent, clock });
});
afterEach(async () => {
  await projection.stop();
  await readStore.drop(schemaOf(bookingsProjection));
});

type Facts = Partial<Extract<BookingEvent, { type: 'BookingInitiated' }>['data']>;

/** The history of one booking, by another name, customer or showtime. */
const historyOf = (bookingId: string, facts: Facts = {}): readonly BookingEvent[] =>
  confirmedHistory.map((event) =>
    event.type === 'BookingInitiated' ? { ...event, data: { ...event.data, bookingId, ...facts } } : event,
  );

const record = async (bookingId: string, ...happened: readonly BookingEvent[]): Promise<void> => {
  const position = await appendEvents(events, `booking-${bookingId}`, ...happened);
  expect(await projection.waitFor(position, 30_000)).toBe(position);
};

const idsOf = async (...args: Parameters<BookingsQueries['bookings']>): Promise<readonly string[]> =>
  (await queries.bookings(...args)).items.map(({ booking }) => booking.bookingId);

const page = { limit: 10 };

describe('lists of bookings', () => {
  it('find them by customer, showtime, reference, status and theater, newest first', async () => {
    await record(uuid(1), ...historyOf(uuid(1)));
    await record(uuid(2), ...historyOf(uuid(2), { customerId: 'other', reference: 'ABC-DEF-GHJ' }));
    await record(uuid(3), ...historyOf(uuid(3), { showtimeId: uuid(9), theaterId: uuid(8) }).slice(0, 2));
    expect(await idsOf({}, page)).toEqual([uuid(3), uuid(2), uuid(1)]);
    expect(await idsOf({ customerIds: ['somebody'] }, page)).toEqual([uuid(3), uuid(1)]);
    expect(await idsOf({ customerIds: ['nobody'] }, page)).toEqual([]);
    expect(await idsOf({ showtimeId }, page)).toEqual([uuid(2), uuid(1)]);
    expect(await idsOf({ reference: 'ABC-DEF-GHJ' }, page)).toEqual([uuid(2)]);
    expect(await idsOf({ status: 'payment_pending' }, page)).toEqual([uuid(3)]);
    expect(await idsOf({ customerIds: ['somebody'], status: 'confirmed' }, page)).toEqual([uuid(1)]);
    expect(await idsOf({ theaterIds: [uuid(8)] }, page)).toEqual([uuid(3)]);
    expect(await idsOf({ theaterIds: [] }, page)).toEqual([]);
  });

  it('find an address whoever gave it, until its customer is erased', async () => {
    const address = { guestId: uuid(0x77), emailHash: 'hash-of-ada' };
    const erased: AnyEvent = { type: 'CustomerErased', data: { customerId: 'ada', by: 'customer' } };
    await record(uuid(1), ...historyOf(uuid(1), { customerId: uuid(0x77) }));
    await record(uuid(2), ...historyOf(uuid(2), { customerId: 'ada', emailHash: 'hash-of-ada' }));
    await record(uuid(3), ...historyOf(uuid(3), { customerId: 'eve', emailHash: 'hash-of-eve' }));
    expect(await idsOf({ address }, page)).toEqual([uuid(2), uuid(1)]);
    expect(await idsOf({ address, customerIds: ['ada'] }, page)).toEqual([uuid(2)]);
    await projection.waitFor(await appendEvents(events, 'customer-ada', erased), 30_000);
    expect(await idsOf({ address }, page)).toEqual([uuid(1)]);
    // Also what comes after it: a stream that was parked comes late.
    await record(uuid(4), ...historyOf(uuid(4), { customerId: 'ada', emailHash: 'hash-of-ada' }));
    expect(await idsOf({ address }, page)).toEqual([uuid(1)]);
    expect(await idsOf({ customerIds: ['ada'] }, page)).toEqual([uuid(4), uuid(2)]);
  });

  it('find what was typed into one box: any of reference, address, words and seats', async () => {
    const [ada, lovelace] = ['hash-of-ada-0000', 'hash-of-lovelace'];
    const erased: AnyEvent = { type: 'CustomerErased', data: { customerId: 'ada', by: 'customer' } };
    const named = { customerId: 'ada', wordHashes: [ada, lovelace] };
    await record(uuid(1), ...historyOf(uuid(1), named));
    await record(uuid(2), ...historyOf(uuid(2), { wordHashes: [ada], reference: 'ABC-DEF-GHJ' }));
    await record(uuid(3), ...historyOf(uuid(3), { startsAt: '2027-01-01T19:00:00.000Z' }));
    const found = (any: NonNullable<Parameters<BookingsQueries['bookings']>[0]['found']>) =>
      idsOf({ found: any }, page);
    expect(await found({ words: [ada] })).toEqual([uuid(2), uuid(1)]);
    expect(await found({ words: [lovelace, ada] })).toEqual([uuid(1)]);
    expect(await found({ words: [lovelace], reference: 'ABC-DEF-GHJ' })).toEqual([uuid(2), uuid(1)]);
    expect(await found({ seats: ['A1@2026-12-01', 'A1@2026-12-02'] })).toEqual([uuid(2), uuid(1)]);
    expect(await found({ address: { guestId: 'ada', emailHash: 'none' } })).toEqual([uuid(1)]);
    expect(await idsOf({ found: { words: [ada] }, theaterIds: [] }, page)).toEqual([]);
    await record(uuid(1), cancelled(1, 'A1'));
    expect(await found({ seats: ['A1@2026-12-01'] })).toEqual([uuid(2)]);
    expect(await found({ words: [lovelace] })).toEqual([uuid(1)]);
    await projection.waitFor(await appendEvents(events, 'customer-ada', erased), 30_000);
    expect(await found({ words: [ada] })).toEqual([uuid(2)]);
    const [row] = await database.sql(
      `SELECT words FROM ${schemaOf(bookingsProjection)}.bookings WHERE customer_id = 'ada'`,
    );
    expect(row?.words).toEqual([]);
  });

  it('show a booking as its stream folds, whatever batches it came in, without anything sealed', async () => {
    const happened = [...historyOf(uuid(1)), cancelled(1, 'A1')];
    for (const event of happened) await record(uuid(1), event);
    const { items } = await queries.bookings({}, page);
    const state = folded(cancelled(1, 'A1'));
    const blank = { customerId: 'somebody', box: '' };
    expect(items[0]?.booking).toEqual({
      ...state,
      bookingId: uuid(1),
      customer: blank,
      attempts: state.attempts.map((attempt) => ({ ...attempt, token: blank })),
    });
    expect(items[0]?.history.map(({ what }) => what)).toEqual([
      'started',
      'payment-attempted',
      'payment-authorized',
      'seats-booked',
      'payment-captured',
      'confirmed',
      'seats-cancelled',
    ]);
    const [row] = await database.sql(
      `SELECT bookings::text AS text FROM ${schemaOf(bookingsProjection)}.bookings`,
    );
    expect(String(row?.text)).not.toContain('sealed');
  });

  it('find the booking of a check-in', async () => {
    const admitted: BookingEvent = {
      type: 'TicketAdmitted',
      data: { checkinId: uuid(0xe1), admittedAt: '2026-12-01T18:40:00.000Z', seatIds: ['A1'] },
    };
    await record(uuid(1), ...historyOf(uuid(1)), admitted);
    await record(uuid(2), ...historyOf(uuid(2)));
    expect(await queries.bookingOfCheckin(uuid(0xe1))).toBe(uuid(1));
    expect(await queries.bookingOfCheckin(uuid(0xe2))).toBeUndefined();
  });

  it('page through all of them once while the list grows', async () => {
    for (const n of [1, 2, 3, 4, 5]) await record(uuid(n), ...historyOf(uuid(n)));
    const first = await queries.bookings({}, { limit: 2 });
    await record(uuid(6), ...historyOf(uuid(6)));
    const cursor = first.nextCursor ?? '';
    const second = await queries.bookings({}, { limit: 2, cursor });
    const third = await queries.bookings({}, { limit: 2, cursor: second.nextCursor ?? '' });
    const seen = [first, second, third].flatMap(({ items }) => items.map(({ booking }) => booking.bookingId));
    expect(seen).toEqual([uuid(5), uuid(4), uuid(3), uuid(2), uuid(1)]);
    expect(third.nextCursor).toBeNull();
    await expect(queries.bookings({}, { limit: 2, cursor: 'nonsense' })).rejects.toThrow(InvalidCursor);
  });
});
