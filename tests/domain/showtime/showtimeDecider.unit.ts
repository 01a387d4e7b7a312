import { describe, it } from 'vitest';
import type { ShowtimeCommand } from '../../../src/domain/showtime/commands.ts';
import type { ShowtimeEvent } from '../../../src/domain/showtime/events.ts';
import { showtimeDecider } from '../../../src/domain/showtime/showtimeDecider.ts';
import { specification } from '../../support/given.ts';
import {
  bookingOf,
  iso,
  minutes,
  onSale,
  onSaleMs,
  policies,
  scheduledData,
  seat,
  seatsHeld,
  startsAtMs,
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

const heldData = (holdId: string) => ({
  holdId,
  bookingId: bookingOf(holdId),
  expiresAt: iso(lapse),
  loneSeats: [],
});

const expired = (holdId: string, ...seatIds: string[]): ShowtimeEvent => ({
  type: 'HoldExpired',
  data: { holdId, seatIds },
});

describe('scheduling', () => {
  it('schedules and opens sales at once', () => {
    given()
      .when({ type: 'ScheduleShowtime', ...scheduledData(), nowMs: now })
      .gives(...onSale());
  });
  it('has nothing to do for the same show again', () => {
    given(...onSale())
      .when({ type: 'ScheduleShowtime', ...scheduledData(), nowMs: now })
      .givesNothing();
  });
  it('refuses another show under the same id', () => {
    given(...onSale())
      .when({ type: 'ScheduleShowtime', ...scheduledData({ hallId: uuid(99) }), nowMs: now })
      .isRefused({ reason: 'ShowtimeAlreadyExists' });
  });
  it('knows no showtime before that', () => {
    given()
      .when(holdNamed(hold1, ['A1']))
      .isRefused({ reason: 'ShowtimeNotFound' });
  });
});

describe('holding', () => {
  it('freezes prices by seat and ticket type', () => {
    given(...onSale())
      .when({
        type: 'HoldSeats',
        holdId: hold1,
        bookingId: bookingOf(hold1),
        selection: { kind: 'named', seatIds: ['A1', 'B1'], ticketTypes: { A1: 'child' } },
        nowMs: now,
      })
      .gives({
        type: 'SeatsHeld',
        data: {
          ...heldData(hold1),
          seats: [
            { id: 'A1', type: 'regular', ticketType: 'child', price: usd(700) },
            { id: 'B1', type: 'premium', ticketType: 'adult', price: usd(1_500) },
          ],
          total: usd(2_200),
        },
      });
  });
  it('is not led astray by prototype keys', () => {
    given(...onSale({ seats: [seat('A', 1, { id: 'constructor' })] }))
      .when(holdNamed(hold1, ['constructor']))
      .gives(seatsHeld(hold1, ['constructor'], now));
  });
  it('refuses held, booked and blocked seats and names them all', () => {
    given(
      ...onSale(),
      seatsHeld(hold1, ['A1', 'A2'], now),
      { type: 'SeatsBooked', data: { holdId: hold1, bookingId: bookingOf(hold1), seatIds: ['A1', 'A2'] } },
      { type: 'SeatsBlocked', data: { seatIds: ['A3'], reason: { box: 'broken' } } },
      seatsHeld(hold2, ['A4'], now),
    )
      .when(holdNamed(uuid(3), ['A1', 'A3', 'A4', 'A5']))
      .isRefused({ reason: 'SeatsUnavailable', unavailable: ['A1', 'A3', 'A4'] });
  });
  it('takes seats of a lapsed hold after recording its expiry, all of it, in the same batch', () => {
    given(...onSale(), seatsHeld(hold1, ['A1', 'A2'], now))
      .when(holdNamed(hold2, ['A2'], lapse))
      .gives(expired(hold1, 'A1', 'A2'), seatsHeld(hold2, ['A2'], lapse));
  });
  it('does not take them a millisecond before', () => {
    given(...onSale(), seatsHeld(hold1, ['A1', 'A2'], now))
      .when(holdNamed(hold2, ['A2'], lapse - 1))
      .isRefused({ reason: 'SeatsUnavailable', unavailable: ['A2'] });
  });
  it('refuses unknown seats, too many, and half of a couple unit', () => {
    given(...onSale())
      .when(holdNamed(hold1, ['Z9', 'A1']))
      .isRefused({ reason: 'UnknownSeat', unknown: ['Z9'] });
    given(...onSale({ policies: { ...policies, seatsPerHoldMax: 1 } }))
      .when(holdNamed(hold1, ['A1', 'A2']))
      .isRefused({ reason: 'TooManySeats', max: 1 });
    given(...onSale())
      .when(holdNamed(hold1, ['B4']))
      .isRefused({ reason: 'SeatsBelongTogether', with: ['B5'] });
  });
  it('gives a companion seat only with its wheelchair place, until that is taken', () => {
    const seats = [seat('A', 1, { type: 'wheelchair' }), seat('A', 2, { type: 'companion' }), seat('A', 3)];
    given(...onSale({ seats }))
      .when(holdNamed(hold1, ['A2']))
      .isRefused({ reason: 'SeatsBelongTogether', with: ['A1'] });
    const blocked: ShowtimeEvent = {
      type: 'SeatsBlocked',
      data: { seatIds: ['A1'], reason: { box: 'taken out' } },
    };
    given(...onSale({ seats }), blocked)
      .when(holdNamed(hold1, ['A2']))
      .gives({
        type: 'SeatsHeld',
        data: {
          ...heldData(hold1),
          seats: [{ id: 'A2', type: 'companion', ticketType: 'adult', price: usd(1_000) }],
          total: usd(1_000),
        },
      });
  });
  it('sells from publication to 15 minutes after the start, that instant excluded', () => {
    const closes = startsAtMs + minutes(15);
    const before = given(...onSale()).when(holdNamed(hold1, ['A1'], closes - 1));
    before.gives(seatsHeld(hold1, ['A1'], closes - 1));
    given(...onSale())
      .when(holdNamed(hold1, ['A1'], closes))
      .isRefused({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'closed' });
    given(...onSale())
      .when(holdNamed(hold1, ['A1'], startsAtMs + minutes(120)))
      .isRefused({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'ended' });
    given(...onSale(), { type: 'ShowtimeCancelled', data: { reason: { box: 'flood' } } })
      .when(holdNamed(hold1, ['A1']))
      .isRefused({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'cancelled' });
  });
  it('chooses the best available seats by the hall', () => {
    given(...onSale())
      .when({
        type: 'HoldSeats',
        holdId: hold1,
        bookingId: bookingOf(hold1),
        selection: { kind: 'best-available', count: 2, seatType: 'couple', ticketTypes: ['adult', 'child'] },
        nowMs: now,
      })
      .gives({
        type: 'SeatsHeld',
        data: {
          ...heldData(hold1),
          seats: [
            { id: 'B4', type: 'couple', ticketType: 'adult', price: usd(1_000) },
            { id: 'B5', type: 'couple', ticketType: 'child', price: usd(700) },
          ],
          total: usd(1_700),
        },
      });
  });
  it('has no seats to choose when too few are left', () => {
    given(...onSale())
      .when({
        type: 'HoldSeats',
        holdId: hold1,
        bookingId: bookingOf(hold1),
        selection: { kind: 'best-available', count: 3, seatType: 'couple', ticketTypes: [] },
        nowMs: now,
      })
      .isRefused({ reason: 'SeatsUnavailable', unavailable: [] });
  });
});

describe('the lone-seat rule', () => {
  const strict = onSale({ policies: { ...policies, loneSeatRule: 'enforce' } });
  const warn = onSale({ policies: { ...policies, loneSeatRule: 'warn' } });
  it('refuses to leave a single seat between taken ones', () => {
    given(...strict, seatsHeld(hold1, ['A1'], now))
      .when(holdNamed(hold2, ['A3']))
      .isRefused({ reason: 'LoneSeat', seats: ['A2'] });
  });
  it('or only warns', () => {
    given(...warn, seatsHeld(hold1, ['A1'], now))
      .when(holdNamed(hold2, ['A3']))
      .gives({
        type: 'SeatsHeld',
        data: {
          ...heldData(hold2),
          seats: [{ id: 'A3', type: 'regular', ticketType: 'adult', price: usd(1_000) }],
          total: usd(1_000),
          loneSeats: ['A2'],
        },
      });
  });
});
