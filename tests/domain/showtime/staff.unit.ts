import { describe, expect, it } from 'vitest';
import type { Timed } from '../../../src/domain/kernel/decider.ts';
import type { PricePatch } from '../../../src/domain/pricing/repriced.ts';
import type { ShowtimeCommand } from '../../../src/domain/showtime/commands.ts';
import type { ShowtimeEvent } from '../../../src/domain/showtime/events.ts';
import { availableIn } from '../../../src/domain/showtime/inventory/SeatInventory.ts';
import { showtimeDecider } from '../../../src/domain/showtime/showtimeDecider.ts';
import { specification } from '../../support/given.ts';
import {
  bookingOf,
  onSale,
  onSaleMs,
  policies,
  priceTerms,
  seatsHeld,
  smallHall,
  usd,
  uuid,
} from '../../support/showtimes.ts';

const { given } = specification(showtimeDecider);
const hold1 = uuid(1);
const now = onSaleMs;
const lapse = now + policies.holdTtlMs;

const expired = (holdId: string, ...seatIds: string[]): ShowtimeEvent => ({
  type: 'HoldExpired',
  data: { holdId, seatIds },
});

describe('staff', () => {
  const block = (...seatIds: string[]) =>
    ({ type: 'BlockSeats', seatIds, why: { box: 'broken' }, nowMs: lapse }) as const;
  const blocked = (...seatIds: string[]): ShowtimeEvent => ({
    type: 'SeatsBlocked',
    data: { seatIds, reason: { box: 'broken' } },
  });
  it('blocks free seats, those of a lapsed hold after its expiry', () => {
    given(...onSale(), seatsHeld(hold1, ['A1'], now), blocked('A3'))
      .when(block('A1', 'A2', 'A3'))
      .gives(expired(hold1, 'A1'), blocked('A1', 'A2'));
  });
  it('does not block held or booked seats', () => {
    given(...onSale(), seatsHeld(hold1, ['A1'], lapse - 1))
      .when(block('A1', 'A2'))
      .isRefused({ reason: 'SeatsUnavailable', unavailable: ['A1'] });
  });
  const unblock = (...seatIds: string[]) => ({ type: 'UnblockSeats', seatIds, nowMs: now }) as const;
  it('blocks and unblocks a couple seat whole, and completes one of which half is blocked', () => {
    given(...onSale())
      .when(block('B3', 'B4'))
      .isRefused({ reason: 'SeatsBelongTogether', with: ['B5'] });
    given(...onSale())
      .when(block('B4', 'B5'))
      .gives(blocked('B4', 'B5'));
    given(...onSale(), blocked('B4'))
      .when(block('B5'))
      .gives(blocked('B5'));
    given(...onSale(), blocked('B4', 'B5'))
      .when(unblock('B4'))
      .isRefused({ reason: 'SeatsBelongTogether', with: ['B5'] });
    given(...onSale(), blocked('B4'))
      .when(unblock('B4'))
      .gives({ type: 'SeatsUnblocked', data: { seatIds: ['B4'] } });
  });
  it('does not count half a couple seat as available while the other half is blocked', () => {
    const availableAfter = (...events: readonly ShowtimeEvent[]) => {
      const { state } = given(...onSale(), ...events);
      if (state.status === 'none') throw new Error('no showtime');
      return availableIn(state.inventory);
    };
    expect(availableAfter()).toBe(10);
    expect(availableAfter(blocked('B4'))).toBe(8);
    expect(availableAfter(blocked('B4', 'B5'))).toBe(8);
  });
  it('unblocks what is blocked', () => {
    given(...onSale(), blocked('A1'))
      .when(unblock('A1', 'A2'))
      .gives({ type: 'SeatsUnblocked', data: { seatIds: ['A1'] } });
    given(...onSale())
      .when(unblock('A2'))
      .givesNothing();
    given(...onSale())
      .when(unblock('Q1'))
      .isRefused({ reason: 'UnknownSeat', unknown: ['Q1'] });
  });
  it('edits prices only on the version it saw', () => {
    const dearer = { ...priceTerms, base: usd(2_000) };
    const edit = (expectedVersion: number) =>
      ({ type: 'ChangePricing', patch: { base: usd(2_000) }, expectedVersion, nowMs: now }) as const;
    given(...onSale())
      .when(edit(1))
      .gives({ type: 'PricingChanged', data: { priceTerms: dearer } });
    given(...onSale(), { type: 'PricingChanged', data: { priceTerms: dearer } })
      .when(edit(1))
      .isRefused({ reason: 'StaleVersion', version: 2 });
  });
  it('merges price edits, so that neither of two is lost', () => {
    const edit = (patch: PricePatch) => ({ type: 'ChangePricing', patch, nowMs: now }) as const;
    const first = { ...priceTerms, seatTypeBp: { ...priceTerms.seatTypeBp, premium: 18_000 } };
    const second = { ...first, ticketTypeBp: { ...first.ticketTypeBp, child: 5_000 } };
    given(...onSale())
      .when(edit({ seatTypeBp: { premium: 18_000 } }))
      .gives({ type: 'PricingChanged', data: { priceTerms: first } });
    given(...onSale(), { type: 'PricingChanged', data: { priceTerms: first } })
      .when(edit({ ticketTypeBp: { child: 5_000 } }))
      .gives({ type: 'PricingChanged', data: { priceTerms: second } });
    given(...onSale())
      .when(edit({}))
      .givesNothing();
  });
  it('changes the currency only while no seat is held or booked, and to that of the theater', () => {
    const eur = { amount: 1_000, currency: 'EUR' };
    const edit = (theaterCurrency?: string): Timed<ShowtimeCommand> => ({
      type: 'ChangePricing',
      patch: { base: eur },
      ...(theaterCurrency === undefined ? {} : { theaterCurrency }),
      nowMs: now,
    });
    const inEuros: ShowtimeEvent = {
      type: 'PricingChanged',
      data: { priceTerms: { ...priceTerms, base: eur } },
    };
    for (const theater of [undefined, 'EUR']) {
      given(...onSale())
        .when(edit(theater))
        .gives(inEuros);
    }
    given(...onSale())
      .when(edit('USD'))
      .isRefused({ reason: 'WrongCurrency', currency: 'USD' });
    const held = seatsHeld(hold1, ['A1'], now);
    const booked: ShowtimeEvent = {
      type: 'SeatsBooked',
      data: { holdId: hold1, bookingId: bookingOf(hold1), seatIds: ['A1'] },
    };
    for (const history of [[held], [held, booked]]) {
      given(...onSale(), ...history)
        .when(edit('EUR'))
        .isRefused({ reason: 'CurrencyInUse', currency: 'USD' });
    }
    given(...onSale(), held, booked, {
      type: 'SeatsReturned',
      data: { bookingId: bookingOf(hold1), seatIds: ['A1'] },
    })
      .when(edit('EUR'))
      .gives(inEuros);
  });
  it('refuses a swap that would mix currencies', () => {
    // Such a log was possible before a change of currency was refused.
    const inEuros = { ...priceTerms, base: { amount: 1_000, currency: 'EUR' } };
    given(...onSale(), seatsHeld(hold1, ['A1'], now), {
      type: 'PricingChanged',
      data: { priceTerms: inEuros },
    })
      .when({ type: 'SwapHeldSeats', holdId: hold1, seatIds: ['A1', 'A2'], ticketTypes: {}, nowMs: now })
      .isRefused({ reason: 'CurrencyInUse', currency: 'USD' });
  });
  it('moves to a new layout only if no seat in use vanishes', () => {
    const move = (seats: readonly (typeof smallHall)[number][]) =>
      ({ type: 'MoveToLayout', layoutVersion: 2, focalPoint: { x: 1, y: 1 }, seats, nowMs: now }) as const;
    const history = [...onSale(), seatsHeld(hold1, ['A1'], now)];
    given(...history)
      .when(move(smallHall.slice(1)))
      .isRefused({ reason: 'SeatsWouldVanish', seatIds: ['A1'] });
    const fewer = smallHall.slice(0, 3);
    given(...history)
      .when(move(fewer))
      .gives({
        type: 'ShowtimeMovedToLayout',
        data: { layoutVersion: 2, focalPoint: { x: 1, y: 1 }, seats: [...fewer] },
      });
  });
  it('closes and cancels once', () => {
    given(...onSale())
      .when({ type: 'CloseSales', nowMs: now })
      .gives({ type: 'SalesClosed', data: {} });
    given(...onSale())
      .when({ type: 'CancelShowtime', why: { box: 'flood' }, nowMs: now })
      .gives({ type: 'ShowtimeCancelled', data: { reason: { box: 'flood' } } });
    given(...onSale(), { type: 'ShowtimeCancelled', data: { reason: { box: 'flood' } } })
      .when({ type: 'CancelShowtime', why: { box: 'flood' }, nowMs: now })
      .givesNothing();
  });
});
