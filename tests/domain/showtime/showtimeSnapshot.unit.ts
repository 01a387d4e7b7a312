/**
 * Pins what the fold makes of one history with every kind of event. When this fails, the fold or the shape of its
 * snapshot has changed: move `madeBy`, so that snapshots of the old fold are not read, and pin the new result.
 */
import { expect, it } from 'vitest';
import { type ShowtimeEvent, showtimeEvents } from '../../../src/domain/showtime/events.ts';
import { seatChangesOf, seatMapMadeBy, seatMapOf } from '../../../src/domain/showtime/seatMap.ts';
import { showtimeAggregate } from '../../../src/domain/showtime/showtimeAggregate.ts';
import { showtimeSnapshot } from '../../../src/domain/showtime/showtimeSnapshot.ts';
import { hashOf } from '../../support/hashOf.ts';
import {
  bookingOf,
  iso,
  minutes,
  onSale,
  onSaleMs,
  priceTerms,
  scheduledData,
  seatsHeld,
  usd,
  uuid,
} from '../../support/showtimes.ts';

const [swapped, booked, expired, released, byTurn] = [uuid(1), uuid(2), uuid(3), uuid(4), uuid(5)] as const;
const { seats, focalPoint } = scheduledData();
const heldByTurn = seatsHeld(byTurn, ['A4'], onSaleMs);
const admitted: ShowtimeEvent = {
  ...heldByTurn,
  data: { ...heldByTurn.data, admission: { queueId: uuid(8), entryId: uuid(9) } },
};
const history: readonly ShowtimeEvent[] = [
  ...onSale(),
  seatsHeld(swapped, ['A1'], onSaleMs),
  { type: 'HoldExtended', data: { holdId: swapped, expiresAt: iso(onSaleMs + minutes(15)) } },
  {
    type: 'HoldSwapped',
    data: {
      holdId: swapped,
      released: ['A1'],
      added: [{ id: 'A2', type: 'regular', ticketType: 'adult', price: usd(1_000) }],
      total: usd(1_000),
      loneSeats: [],
    },
  },
  seatsHeld(booked, ['A1'], onSaleMs),
  { type: 'SeatsBooked', data: { holdId: booked, bookingId: bookingOf(booked), seatIds: ['A1'] } },
  seatsHeld(expired, ['A3'], onSaleMs),
  { type: 'HoldExpired', data: { holdId: expired, seatIds: ['A3'] } },
  seatsHeld(released, ['A3'], onSaleMs),
  { type: 'HoldReleased', data: { holdId: released, seatIds: ['A3'] } },
  { type: 'SeatsReturned', data: { bookingId: bookingOf(booked), seatIds: ['A1'] } },
  { type: 'SeatsBlocked', data: { seatIds: ['A1', 'A3'], reason: { box: '' } } },
  { type: 'SeatsUnblocked', data: { seatIds: ['A3'] } },
  { type: 'PricingChanged', data: { priceTerms: { ...priceTerms, base: usd(999) } } },
  { type: 'ShowtimeMovedToLayout', data: { layoutVersion: 2, focalPoint, seats } },
  { type: 'QueueAttached', data: { queueId: uuid(7), saleStartsAt: iso(onSaleMs) } },
  { type: 'QueueDetached', data: { queueId: uuid(7) } },
  { type: 'QueueAttached', data: { queueId: uuid(8), saleStartsAt: iso(onSaleMs) } },
  admitted,
  { type: 'SalesClosed', data: {} },
  { type: 'ShowtimeCancelled', data: { reason: { box: '' } } },
  {
    type: 'ShowtimeSummarized',
    data: {
      ...{ isCancelled: true, layoutVersion: 2, seats: 10, booked: 0, blocked: 1, sold: [] },
      total: usd(0),
    },
  },
];

const pinned: Readonly<Record<string, string>> = {
  'showtime/3': 'ab64345e2d55b87d87e2c2eced483082f54b0aff41f81ab10cc02cc6ecfd5415',
  'showtime/4': 'b0e4366ea69edd091dd6695b23a5ac8d61b97fa8c21f73a31f4add8890574b33',
  'showtime/5': '9dcbf45a40aa78372d5178bca6d7a1fdf9a0989fd89df554cb08cafa17be0a07',
  'showtime/6': '2a02325763b506d19ce07288303009a2ccbd004e110c44aa0863f7f861bbe3fb',
  'showtime/7': 'd4bd1bac71bb61d908449f81ebe887e360de27d0bd985ba7e4b77b2c3af9cb43',
  'showtime/8': '3eef541344c0410053605914a9a0a71817e8b1eab1a36fb31a4d501ab8126b80',
  'showtime/9': '978420ab164569111d86655b385b1f3f9549073012b9af10a0c4cac686565d00',
};

it('is named after the fold that made it', () => {
  const { initialState, evolve } = showtimeAggregate.decider;
  const state = history.reduce((before, event) => evolve(before, event), initialState);
  const result = hashOf(showtimeSnapshot.encode(state));
  expect({ [showtimeSnapshot.madeBy]: result }).toEqual({
    [showtimeSnapshot.madeBy]: pinned[showtimeSnapshot.madeBy],
  });
});

const pinnedMaps: Readonly<Record<string, string>> = {
  'seat-map-1': '34c412b4ec5cc508e46470ea54217461fc1fed704c6d05d62140a6778adb7b31',
};

it('and so is the map that nodes share', () => {
  const { initialState, evolve } = showtimeAggregate.decider;
  let state = initialState;
  const maps = history.map((event, revision) => {
    state = evolve(state, event);
    return state.status === 'none' ? [] : [seatMapOf(state, revision), seatChangesOf(event)];
  });
  expect({ [seatMapMadeBy]: hashOf(maps) }).toEqual({ [seatMapMadeBy]: pinnedMaps[seatMapMadeBy] });
});

it('is pinned by a history with every kind of event', () => {
  const kinds = new Set<string>(history.map(({ type }) => type));
  expect(Object.keys(showtimeEvents).filter((type) => !kinds.has(type))).toEqual([]);
});
