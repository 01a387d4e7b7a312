/** From hold to sale: time for whoever pays, and seats for money that came late. */
import { describe, it } from 'vitest';
import type { HeldSeat, ShowtimeEvent } from '../../../src/domain/showtime/events.ts';
import { showtimeDecider } from '../../../src/domain/showtime/showtimeDecider.ts';
import { specification } from '../../support/given.ts';
import {
  bookingOf,
  iso,
  minutes,
  onSale,
  onSaleMs,
  seatsHeld,
  startsAtMs,
  usd,
  uuid,
} from '../../support/showtimes.ts';

const { given } = specification(showtimeDecider);
const holdId = uuid(1);
const bookingId = bookingOf(holdId);
const freshHoldId = uuid(2);
const held = seatsHeld(holdId, ['A1', 'A2'], onSaleMs);
const expiresAtMs = onSaleMs + minutes(10);
const show = [...onSale(), held] as const;
const cancelled: ShowtimeEvent = { type: 'ShowtimeCancelled', data: { reason: { box: 'fire' } } };
const seats: readonly HeldSeat[] = ['A1', 'A2'].map((id) => ({
  ...{ id, type: 'regular', ticketType: 'adult' },
  price: usd(1_000),
}));
const paid = { seats, freshHoldId };
const expired: ShowtimeEvent = { type: 'HoldExpired', data: { holdId, seatIds: ['A1', 'A2'] } };
const booked = (id: string): ShowtimeEvent => ({
  type: 'SeatsBooked',
  data: { holdId: id, bookingId, seatIds: ['A1', 'A2'] },
});
const returned: ShowtimeEvent = { type: 'SeatsReturned', data: { bookingId, seatIds: ['A1', 'A2'] } };
const heldAgain = (nowMs: number): ShowtimeEvent => ({
  type: 'SeatsHeld',
  data: {
    ...{ holdId: freshHoldId, bookingId, seats: [...seats], total: usd(2_000) },
    ...{ expiresAt: iso(nowMs + minutes(10)), loneSeats: [] },
  },
});

describe('KeepHold', () => {
  const keep = (nowMs: number) => ({ type: 'KeepHold', holdId, nowMs }) as const;
  const extendedTo = (atMs: number): ShowtimeEvent => ({
    type: 'HoldExtended',
    data: { holdId, expiresAt: iso(atMs) },
  });

  it('gives more time in the last two minutes, up to the cap, and not before', () => {
    given(...show)
      .when(keep(expiresAtMs - minutes(2) - 1))
      .givesNothing();
    given(...show)
      .when(keep(expiresAtMs - minutes(2)))
      .gives(extendedTo(expiresAtMs + minutes(8)));
    given(...show, extendedTo(onSaleMs + minutes(19)))
      .when(keep(onSaleMs + minutes(18)))
      .gives(extendedTo(onSaleMs + minutes(20)));
    given(...show, extendedTo(onSaleMs + minutes(20)))
      .when(keep(onSaleMs + minutes(19)))
      .givesNothing();
  });
  it('is refused for a hold that is over or never was, and when the show is cancelled; closed sales are no matter', () => {
    given(...show)
      .when(keep(expiresAtMs))
      .isRefused({ reason: 'HoldOver', how: 'expired' });
    given(...onSale())
      .when(keep(onSaleMs))
      .isRefused({ reason: 'HoldNotFound' });
    given(...show, cancelled)
      .when(keep(onSaleMs))
      .isRefused({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'cancelled' });
    given(...show, { type: 'SalesClosed', data: {} })
      .when(keep(onSaleMs))
      .givesNothing();
  });
});

describe('BookSeats for money that was paid', () => {
  const book = (nowMs: number) => ({ type: 'BookSeats', holdId, bookingId, paid, nowMs }) as const;
  const lateMs = expiresAtMs + minutes(1);

  it('books the hold while it lives, and finds that it did', () => {
    given(...show)
      .when(book(onSaleMs))
      .gives(booked(holdId));
    given(...show, booked(holdId))
      .when(book(lateMs))
      .givesNothing();
  });
  it('holds and books the seats again in one append after the hold ran out, recorded or not', () => {
    given(...show)
      .when(book(lateMs))
      .gives(expired, heldAgain(lateMs), booked(freshHoldId));
    given(...show, expired)
      .when(book(lateMs))
      .gives(heldAgain(lateMs), booked(freshHoldId));
    const other = seatsHeld(uuid(3), ['A2'], expiresAtMs);
    given(...show, expired, other)
      .when(book(expiresAtMs + minutes(10)))
      .gives(
        { type: 'HoldExpired', data: { holdId: uuid(3), seatIds: ['A2'] } },
        heldAgain(expiresAtMs + minutes(10)),
        booked(freshHoldId),
      );
    given(...show, expired, heldAgain(lateMs), booked(freshHoldId))
      .when(book(lateMs))
      .givesNothing();
  });
  it('never books a booking’s seats a second time, however late the driver', () => {
    given(...show, booked(holdId), returned)
      .when(book(lateMs))
      .isRefused({ reason: 'HoldOver', how: 'booked' });
    given(...show, expired, heldAgain(lateMs), booked(freshHoldId), returned)
      .when(book(lateMs))
      .isRefused({ reason: 'HoldOver', how: 'booked' });
  });
  it('is refused when others have the seats, the holder has others, or gave them back', () => {
    given(...show, expired, seatsHeld(uuid(3), ['A2'], expiresAtMs))
      .when(book(lateMs))
      .isRefused({ reason: 'SeatsUnavailable', unavailable: ['A2'] });
    const swap: ShowtimeEvent = {
      type: 'HoldSwapped',
      data: { holdId, released: ['A2'], added: [], total: usd(1_000), loneSeats: [] },
    };
    given(...show, swap)
      .when(book(onSaleMs))
      .isRefused({ reason: 'SeatsUnavailable', unavailable: ['A1', 'A2'] });
    given(...show, { type: 'HoldReleased', data: { holdId, seatIds: ['A1', 'A2'] } })
      .when(book(onSaleMs))
      .isRefused({ reason: 'HoldOver', how: 'released' });
  });
  it('is refused when there is no show any more', () => {
    given(...show, cancelled)
      .when(book(onSaleMs))
      .isRefused({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'cancelled' });
    given(...show, expired, cancelled)
      .when(book(lateMs))
      .isRefused({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'cancelled' });
    given(...show)
      .when(book(startsAtMs + minutes(120)))
      .isRefused({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'ended' });
  });
});
