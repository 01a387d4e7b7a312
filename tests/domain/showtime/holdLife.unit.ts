import { describe, expect, it } from 'vitest';
import type { ShowtimeCommand } from '../../../src/domain/showtime/commands.ts';
import type { HeldSeat, ShowtimeEvent } from '../../../src/domain/showtime/events.ts';
import { holdOf } from '../../../src/domain/showtime/inventory/claims.ts';
import { findHold } from '../../../src/domain/showtime/inventory/findHold.ts';
import { compactSeats } from '../../../src/domain/showtime/inventory/SeatInventory.ts';
import { showtimeStatus } from '../../../src/domain/showtime/ShowtimeState.ts';
import { showtimeDecider } from '../../../src/domain/showtime/showtimeDecider.ts';
import { specification } from '../../support/given.ts';
import {
  bookingOf,
  iso,
  minutes,
  onSale,
  onSaleMs,
  policies,
  priceTerms,
  seatsHeld,
  usd,
  uuid,
} from '../../support/showtimes.ts';

const { given } = specification(showtimeDecider);
const hold1 = uuid(1);
const hold2 = uuid(2);
const now = onSaleMs;
const lapse = now + policies.holdTtlMs;

const holdNamed = (
  holdId: string,
  seatIds: readonly string[],
  nowMs = now,
): ShowtimeCommand & { nowMs: number } => ({
  type: 'HoldSeats',
  holdId,
  bookingId: bookingOf(holdId),
  selection: { kind: 'named', seatIds, ticketTypes: {} },
  nowMs,
});

const expired = (holdId: string, ...seatIds: string[]): ShowtimeEvent => ({
  type: 'HoldExpired',
  data: { holdId, seatIds },
});

describe('extending', () => {
  const history = [...onSale(), seatsHeld(hold1, ['A1'], now)];
  const extend = (nowMs: number, holdId = hold1) => ({ type: 'ExtendHold', holdId, nowMs }) as const;
  const extended = (ms: number): ShowtimeEvent => ({
    type: 'HoldExtended',
    data: { holdId: hold1, expiresAt: iso(ms) },
  });
  it('gives the hold time again from now', () => {
    given(...history)
      .when(extend(now + minutes(4)))
      .gives(extended(now + minutes(14)));
  });
  it('never beyond the cap', () => {
    given(...history, extended(now + minutes(19)))
      .when(extend(now + minutes(18)))
      .gives(extended(now + minutes(20)));
    given(...history, extended(now + minutes(20)))
      .when(extend(now + minutes(19)))
      .isRefused({ reason: 'HoldCapReached', expiresAt: iso(now + minutes(20)) });
  });
  it('moves in steps of half a minute, the last one up to the cap', () => {
    given(...history)
      .when(extend(now))
      .givesNothing();
    given(...history)
      .when(extend(now + 29_999))
      .givesNothing();
    given(...history)
      .when(extend(now + 30_000))
      .gives(extended(now + minutes(10) + 30_000));
    given(...history, extended(now + minutes(20) - 1))
      .when(extend(now + minutes(15)))
      .gives(extended(now + minutes(20)));
  });
  it('refuses a hold that is over or unknown', () => {
    given(...history)
      .when(extend(lapse))
      .isRefused({ reason: 'HoldOver', how: 'expired' });
    given(...history, { type: 'HoldReleased', data: { holdId: hold1, seatIds: ['A1'] } })
      .when(extend(now))
      .isRefused({ reason: 'HoldOver', how: 'released' });
    given(...history)
      .when(extend(now, hold2))
      .isRefused({ reason: 'HoldNotFound' });
  });
});

describe('swapping', () => {
  const history = [...onSale(), seatsHeld(hold1, ['A1', 'A2'], now), seatsHeld(hold2, ['A4'], now)];
  const swap = (...seatIds: string[]) =>
    ({ type: 'SwapHeldSeats', holdId: hold1, seatIds, ticketTypes: {}, nowMs: now + 1 }) as const;
  it('keeps the price of kept seats and prices new ones as of today', () => {
    const dearer = { ...priceTerms, base: usd(2_000) };
    given(...history, { type: 'PricingChanged', data: { priceTerms: dearer } })
      .when(swap('A2', 'A3'))
      .gives({
        type: 'HoldSwapped',
        data: {
          holdId: hold1,
          released: ['A1'],
          added: [{ id: 'A3', type: 'regular', ticketType: 'adult', price: usd(2_000) }],
          total: usd(3_000),
          loneSeats: [],
        },
      });
  });
  it('keeps the ticket type of a kept seat, unless another is asked for', () => {
    const child: HeldSeat = { id: 'A1', type: 'regular', ticketType: 'child', price: usd(700) };
    const adult: HeldSeat = { id: 'A2', type: 'regular', ticketType: 'adult', price: usd(1_000) };
    const held: ShowtimeEvent = {
      type: 'SeatsHeld',
      data: {
        ...{ holdId: hold1, bookingId: bookingOf(hold1), seats: [child, adult], total: usd(1_700) },
        ...{ expiresAt: iso(lapse), loneSeats: [] },
      },
    };
    const swapped = (released: string[], added: HeldSeat[], total: number): ShowtimeEvent => ({
      type: 'HoldSwapped',
      data: { holdId: hold1, released, added, total: usd(total), loneSeats: [] },
    });
    given(...onSale(), held)
      .when(swap('A1', 'A3'))
      .gives(swapped(['A2'], [{ ...adult, id: 'A3' }], 1_700));
    given(...onSale(), held)
      .when({ ...swap('A1', 'A2'), ticketTypes: { A1: 'child' } })
      .givesNothing();
    const retyped = given(...onSale(), held).when({ ...swap('A1', 'A2'), ticketTypes: { A2: 'child' } });
    const again = swapped(['A2'], [{ ...child, id: 'A2' }], 1_400);
    retyped.gives(again);
    const { state } = given(...onSale(), held, again);
    if (state.status === 'none') throw new Error('no showtime');
    expect(compactSeats(state.inventory)).toBe('HHAAAAAAAA');
    expect(holdOf(state.inventory, hold1)?.seats).toEqual([child, { ...child, id: 'A2' }]);
  });
  it('takes each seat once, however often it is named', () => {
    given(...history)
      .when(swap('A1', 'A2', 'A2'))
      .givesNothing();
    given(...onSale())
      .when(holdNamed(hold1, ['A1', 'A1']))
      .gives(seatsHeld(hold1, ['A1'], now));
  });
  it('is all or nothing', () => {
    given(...history)
      .when(swap('A3', 'A4'))
      .isRefused({ reason: 'SeatsUnavailable', unavailable: ['A4'] });
  });
  it('has nothing to do for the same seats', () => {
    given(...history)
      .when(swap('A2', 'A1'))
      .givesNothing();
  });
  it('frees what it gave up', () => {
    const swapped: ShowtimeEvent = {
      type: 'HoldSwapped',
      data: { holdId: hold1, released: ['A1'], added: [], total: usd(1_000), loneSeats: [] },
    };
    given(...history, swapped)
      .when(holdNamed(uuid(3), ['A1']))
      .gives(seatsHeld(uuid(3), ['A1'], now));
  });
});

describe('ending a hold', () => {
  const history = [...onSale(), seatsHeld(hold1, ['A1', 'A2'], now), seatsHeld(hold2, ['A4'], now + 5)];
  const release = (nowMs: number, holdId = hold1) => ({ type: 'ReleaseHold', holdId, nowMs }) as const;
  it('releases', () => {
    given(...history)
      .when(release(now + 1))
      .gives({ type: 'HoldReleased', data: { holdId: hold1, seatIds: ['A1', 'A2'] } });
  });
  it('tells the truth about one that had run out', () => {
    given(...history)
      .when(release(lapse))
      .gives(expired(hold1, 'A1', 'A2'));
  });
  it('has nothing to do when it is over already', () => {
    given(...history, expired(hold1, 'A1', 'A2'))
      .when(release(lapse))
      .givesNothingEver();
  });
  it('refuses a booked or unknown one', () => {
    given(...history, {
      type: 'SeatsBooked',
      data: { holdId: hold1, bookingId: bookingOf(hold1), seatIds: ['A1', 'A2'] },
    })
      .when(release(now))
      .isRefused({ reason: 'HoldAlreadyBooked' });
    given(...history)
      .when(release(now, uuid(9)))
      .isRefused({ reason: 'HoldNotFound' });
  });
  it('records every expiry that is due and no other', () => {
    given(...history)
      .when({ type: 'ExpireHolds', nowMs: lapse })
      .gives(expired(hold1, 'A1', 'A2'));
    given(...history)
      .when({ type: 'ExpireHolds', nowMs: lapse - 1 })
      .givesNothing();
  });
  it('records the expiry of one hold where only that is asked for', () => {
    const both = [...history, seatsHeld(hold2, ['A3'], now)];
    const expire = (holdId: string, nowMs: number) =>
      given(...both).when({ type: 'ExpireHolds', holdId, nowMs });
    expire(hold2, lapse).gives(expired(hold2, 'A3'));
    expire(hold2, lapse - 1).givesNothing();
    expire(uuid(9), lapse).givesNothing();
  });
});

describe('selling and taking back', () => {
  const history = [...onSale(), seatsHeld(hold1, ['A1', 'A2'], now)];
  const book = (nowMs: number, bookingId = bookingOf(hold1)) =>
    ({ type: 'BookSeats', holdId: hold1, bookingId, nowMs }) as const;
  const booked: ShowtimeEvent = {
    type: 'SeatsBooked',
    data: { holdId: hold1, bookingId: bookingOf(hold1), seatIds: ['A1', 'A2'] },
  };
  it('books a live hold, once', () => {
    given(...history)
      .when(book(now))
      .gives(booked);
    given(...history, booked)
      .when(book(now))
      .givesNothing();
  });
  it('refuses a lapsed hold and a foreign booking', () => {
    given(...history)
      .when(book(lapse))
      .isRefused({ reason: 'HoldOver', how: 'expired' });
    given(...history)
      .when(book(now, uuid(77)))
      .isRefused({ reason: 'HoldNotFound' });
  });
  it('takes back what that booking owns and nothing else', () => {
    const back = (bookingId: string, ...seatIds: string[]) =>
      ({ type: 'ReturnSeats', bookingId, seatIds, nowMs: now }) as const;
    given(...history, booked)
      .when(back(bookingOf(hold1), 'A1'))
      .gives({ type: 'SeatsReturned', data: { bookingId: bookingOf(hold1), seatIds: ['A1'] } });
    given(...history, booked)
      .when(back(uuid(77), 'A1'))
      .isRefused({ reason: 'SeatsNotBooked', seatIds: ['A1'] });
  });
});

describe('what the state says at an instant', () => {
  const { state } = given(...onSale(), seatsHeld(hold1, ['A1'], now));
  it('knows a hold as over at expiresAt exactly, recorded or not', () => {
    if (state.status === 'none') throw new Error('no showtime');
    expect(findHold(state.inventory, hold1, lapse - 1).kind).toBe('active');
    expect(findHold(state.inventory, hold1, lapse)).toEqual({ kind: 'over', how: 'expired' });
    expect(findHold(state.inventory, hold2, now)).toEqual({ kind: 'unknown' });
    expect(showtimeStatus(state, now)).toBe('on-sale');
  });
});
