/** The availability read model on a real Postgres: it says of every showtime what the fold of its stream says. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { AnyEvent } from '../../../src/domain/kernel/decider.ts';
import type { ShowtimeEvent } from '../../../src/domain/showtime/events.ts';
import { evolveShowtime } from '../../../src/domain/showtime/evolveShowtime.ts';
import { availableIn } from '../../../src/domain/showtime/inventory/SeatInventory.ts';
import type { ShowtimeState } from '../../../src/domain/showtime/ShowtimeState.ts';
import { showtimeDecider } from '../../../src/domain/showtime/showtimeDecider.ts';
import { type EventStore, positionStart, type RecordedEvent } from '../../../src/ports/EventStore.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { availabilityProjection } from '../../../src/projections/availability/availabilityProjection.ts';
import {
  type AvailabilityQueries,
  availabilityQueries,
} from '../../../src/projections/availability/availabilityQueries.ts';
import { applyBatch } from '../../../src/projections/engine/applyBatch.ts';
import { filterOf, readModelOf, schemaOf } from '../../../src/projections/engine/Projection.ts';
import {
  bookingOf,
  onSale,
  onSaleMs,
  scheduledData,
  seat,
  seatsHeld,
  smallHall,
  usd,
  uuid,
} from '../../support/showtimes.ts';
import { appendEvents } from '../appendEvents.ts';
import { createTestDatabase, type TestDatabase } from '../testReadStore.ts';

const schema = schemaOf(availabilityProjection);
const { policies: _policies, focalPoint: _focalPoint, seats: _seats, ...factsOfFirst } = scheduledData();

let database: TestDatabase;
let readStore: ReadStore;
let events: EventStore;
let queries: AvailabilityQueries;
const parked: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  readStore = database.openReadStore();
  queries = availabilityQueries(readStore);
});
afterAll(async () => await database.close());
beforeEach(async () => {
  events = openMemoryEventStore();
  parked.length = 0;
  await readStore.drop(schema);
  await readStore.create(readModelOf(availabilityProjection), events.logId);
});

const target = () => ({
  projection: availabilityProjection,
  schema,
  readStore,
  parked: new Set<string>(),
  onParked: ({ stream }: RecordedEvent) => void parked.push(stream),
});

/** Everything that the log has after the checkpoint, `batchSize` events at a time. */
const catchUp = async (batchSize = 1_000): Promise<void> => {
  for (;;) {
    const from = await readStore.checkpoint(schema);
    if (from === undefined) throw new Error('no model');
    const filter = filterOf(availabilityProjection);
    const page = await events.readAll(from.position, { maxCount: batchSize, filter });
    await applyBatch(target(), from, page.events, page.next);
    if (page.atEnd) return;
  }
};

const hold = (n: number, ...seatIds: string[]): ShowtimeEvent => seatsHeld(uuid(n), seatIds, onSaleMs);
const ended = (type: 'HoldReleased' | 'HoldExpired', n: number, ...seatIds: string[]): ShowtimeEvent => ({
  type,
  data: { holdId: uuid(n), seatIds },
});
const booked = (n: number, ...seatIds: string[]): ShowtimeEvent => ({
  type: 'SeatsBooked',
  data: { holdId: uuid(n), bookingId: bookingOf(uuid(n)), seatIds },
});
const heldSeat = (id: string) => ({ id, type: 'regular', ticketType: 'adult', price: usd(1_000) }) as const;

/** Every kind of event, so that every seat count is moved both ways. */
const life: readonly ShowtimeEvent[] = [
  ...onSale(),
  hold(1, 'A1', 'A2', 'A3'),
  {
    type: 'HoldSwapped',
    data: {
      holdId: uuid(1),
      released: ['A1', 'A2'],
      added: [heldSeat('A5')],
      total: usd(2_000),
      loneSeats: [],
    },
  },
  hold(2, 'B1'),
  ended('HoldReleased', 2, 'B1'),
  hold(3, 'B1', 'B2'),
  ended('HoldExpired', 3, 'B1', 'B2'),
  booked(1, 'A3', 'A5'),
  { type: 'SeatsReturned', data: { bookingId: bookingOf(uuid(1)), seatIds: ['A3'] } },
  // Half a couple seat, as older events have it: its other half is free and cannot be bought.
  { type: 'SeatsBlocked', data: { seatIds: ['B4'], reason: { box: 'broken' } } },
  { type: 'SeatsBlocked', data: { seatIds: ['A1', 'B3'], reason: { box: 'broken' } } },
  { type: 'SeatsUnblocked', data: { seatIds: ['B3'] } },
  { type: 'PricingChanged', data: { priceTerms: { ...factsOfFirst.priceTerms, base: usd(3_000) } } },
  {
    type: 'ShowtimeMovedToLayout',
    data: {
      layoutVersion: 2,
      focalPoint: { x: 3, y: 2 },
      // A1 is taken, and becomes one half of a unit.
      seats: [seat('C', 1, { type: 'recliner' }), ...smallHall].map((each) =>
        each.id === 'A1' || each.id === 'A2' ? { ...each, unitId: 'A1-2' } : each,
      ),
    },
  },
  hold(4, 'C1'),
  { type: 'SalesClosed', data: {} },
  { type: 'SalesOpened', data: {} },
  { type: 'ShowtimeCancelled', data: { reason: { box: 'storm' } } },
];

const folded = (history: readonly ShowtimeEvent[]): ShowtimeState =>
  history.reduce(evolveShowtime, showtimeDecider.initialState);

const expectLikeFold = async (showtimeNumber: number, history: readonly ShowtimeEvent[]): Promise<void> => {
  const state = folded(history);
  if (state.status === 'none') throw new Error('nothing was scheduled');
  expect((await queries.standings([uuid(showtimeNumber)])).get(uuid(showtimeNumber))).toEqual({
    facts: state.facts,
    status: state.status,
    version: state.version,
    seatTypes: [...new Set(state.inventory.plan.types)],
    totalSeats: state.inventory.plan.size,
    availableSeats: availableIn(state.inventory),
    ...(state.cancelledWhy === undefined ? {} : { cancelledWhy: state.cancelledWhy }),
  });
};

const record = (n: number, happened: readonly AnyEvent[]) =>
  appendEvents(events, `showtime-${uuid(n)}`, ...happened);

describe('how a showtime stands', () => {
  it('is what the fold of its stream says, after each of its events', async () => {
    for (const [index, event] of life.entries()) {
      await record(1, [event]);
      await catchUp();
      await expectLikeFold(1, life.slice(0, index + 1));
    }
    expect(parked).toEqual([]);
  });

  it('is the same whether events come one by one or all at once, of several showtimes mixed', async () => {
    for (const event of life) for (const n of [1, 2, 3]) await record(n, [event]);
    await catchUp(7);
    for (const n of [1, 2, 3]) await expectLikeFold(n, life);
    const inPieces = await readStore.query(`SELECT * FROM ${schema}.standings ORDER BY id`);
    await readStore.drop(schema);
    await readStore.create(readModelOf(availabilityProjection), events.logId);
    await catchUp();
    expect(await readStore.query(`SELECT * FROM ${schema}.standings ORDER BY id`)).toEqual(inPieces);
  });

  it('stays as it is when events come a second time', async () => {
    await record(1, life);
    await catchUp();
    const all = await events.readAll(positionStart, {
      maxCount: 100,
      filter: filterOf(availabilityProjection),
    });
    const from = await readStore.checkpoint(schema);
    if (from === undefined) throw new Error('no model');
    await applyBatch(target(), from, all.events.slice(5), from.position);
    await expectLikeFold(1, life);
    const unblocked: ShowtimeEvent = { type: 'SeatsUnblocked', data: { seatIds: ['A1'] } };
    await record(1, [unblocked]);
    const more = await events.readAll(from.position, {
      maxCount: 10,
      filter: filterOf(availabilityProjection),
    });
    await applyBatch(target(), from, [...all.events.slice(5), ...more.events], more.next);
    await expectLikeFold(1, [...life, unblocked]);
  });

  it('keeps the seat types in the order of the layout, as the single read shows them', async () => {
    const seats = [seat('A', 1, { type: 'recliner' }), seat('A', 2), seat('A', 3, { type: 'premium' })];
    await record(1, onSale({ seats }));
    await catchUp();
    const standing = (await queries.standings([uuid(1)])).get(uuid(1));
    expect(standing?.seatTypes).toEqual(['recliner', 'regular', 'premium']);
  });

  it('knows nothing of showtimes that the log has not, and parks what does not begin at the beginning', async () => {
    await record(1, [{ type: 'SalesOpened', data: {} }]);
    await record(2, onSale());
    await catchUp();
    expect(parked).toEqual([`showtime-${uuid(1)}`]);
    expect([...(await queries.standings([uuid(1), uuid(2), uuid(3)])).keys()]).toEqual([uuid(2)]);
    expect(await queries.standings([])).toEqual(new Map());
  });
});
