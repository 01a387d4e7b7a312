/** What a show sold, recorded once its books close, and again when its seats changed later. */
import { expect, it } from 'vitest';
import type { ShowtimeEvent } from '../../../src/domain/showtime/events.ts';
import { showtimeDecider } from '../../../src/domain/showtime/showtimeDecider.ts';
import { specification } from '../../support/given.ts';
import {
  bookingOf,
  minutes,
  onSale,
  onSaleMs,
  seatsHeld,
  startsAtMs,
  usd,
  uuid,
} from '../../support/showtimes.ts';

const { given } = specification(showtimeDecider);
const [sold, lapsed] = [uuid(1), uuid(2)];
const day = minutes(24 * 60);
const closesAfterMs = 30 * day;
const endsAtMs = startsAtMs + minutes(120);
const summarize = (nowMs: number) => ({ type: 'SummarizeShowtime' as const, closesAfterMs, nowMs });
const due = summarize(endsAtMs + closesAfterMs);

const premium = { id: 'B1', type: 'premium', ticketType: 'child', price: usd(1_050) } as const;
const held = seatsHeld(sold, ['A1', 'A2'], onSaleMs);
const history: readonly ShowtimeEvent[] = [
  ...onSale(),
  {
    ...held,
    data: { ...held.data, seats: [...held.data.seats, premium], total: usd(3_050) },
  },
  { type: 'SeatsBooked', data: { holdId: sold, bookingId: bookingOf(sold), seatIds: ['A1', 'A2', 'B1'] } },
  { type: 'SeatsBlocked', data: { seatIds: ['A5'], reason: { box: 'broken' } } },
];
const summary: ShowtimeEvent = {
  type: 'ShowtimeSummarized',
  data: {
    ...{ isCancelled: false, layoutVersion: 1, seats: 10, booked: 3, blocked: 1 },
    sold: [
      { seatType: 'regular', ticketType: 'adult', price: usd(1_000), seats: 2 },
      { seatType: 'premium', ticketType: 'child', price: usd(1_050), seats: 1 },
    ],
    total: usd(3_050),
  },
};

it('is recorded once, and not before the policy allows it', () => {
  given(...history)
    .when(summarize(endsAtMs + closesAfterMs - 1))
    .givesNothing();
  given(...history)
    .when(due)
    .gives(summary);
  given(...history, summary)
    .when(due)
    .givesNothing();
});

it('needs a showtime', () => {
  given().when(due).isRefused({ reason: 'ShowtimeNotFound' });
});

it('waits for holds: those that ran out are recorded first', () => {
  const hold = seatsHeld(lapsed, ['A3'], onSaleMs);
  const expired: ShowtimeEvent = { type: 'HoldExpired', data: { holdId: lapsed, seatIds: ['A3'] } };
  given(...history, hold)
    .when(due)
    .gives(expired);
  given(...history, hold, expired)
    .when(due)
    .gives(summary);
});

it('follows again when a seat was returned later', () => {
  const returned: ShowtimeEvent = {
    type: 'SeatsReturned',
    data: { bookingId: bookingOf(sold), seatIds: ['B1'] },
  };
  given(...history, summary, returned)
    .when(due)
    .gives({
      type: 'ShowtimeSummarized',
      data: {
        ...summary.data,
        booked: 2,
        sold: [{ seatType: 'regular', ticketType: 'adult', price: usd(1_000), seats: 2 }],
        total: usd(2_000),
      } as typeof summary.data,
    } as ShowtimeEvent);
});

it('says zero in the currency of its prices for a show that sold nothing', () => {
  const { state } = given(...onSale(), { type: 'ShowtimeCancelled', data: { reason: { box: '' } } });
  expect(showtimeDecider.decide(due, state)).toEqual({
    kind: 'accepted',
    events: [
      {
        type: 'ShowtimeSummarized',
        data: {
          ...{ isCancelled: true, layoutVersion: 1, seats: 10, booked: 0, blocked: 0, sold: [] },
          total: usd(0),
        },
      },
    ],
  });
});
