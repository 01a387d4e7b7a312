/** Paying for a booking: each command allowed, refused, and with nothing to do. */
import { describe, it } from 'vitest';
import { bookingDecider } from '../../../src/domain/booking/bookingDecider.ts';
import type { BookingCommand } from '../../../src/domain/booking/commands.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import { specification } from '../../support/given.ts';
import { iso, usd } from '../../support/showtimes.ts';
import {
  accepted,
  attempted,
  authorized,
  begun,
  boughtAtMs,
  cancelled,
  captured,
  captureFailed,
  confirmed,
  declined,
  expired,
  givenBack,
  holdExpiresAtMs,
  holdId,
  holdKeepAtMs,
  initiated,
  lost,
  paid,
  purchase,
  revised,
  secured,
  start,
  takenUp,
  unreached,
  voided,
} from './bookings.ts';

const { given } = specification(bookingDecider);
const nowMs = boughtAtMs + 1_000;
const timed = <Command extends BookingCommand>(command: Command) => ({ ...command, nowMs });
const outdated = { reason: 'StepOutdated' } as const;

describe('StartPayment', () => {
  it('begins the booking', () => given().when(start()).gives(initiated, attempted(1)));
  it('tries another card after a declined one and after one that reached nobody', () => {
    given(...begun, declined)
      .when(start())
      .gives(revised, attempted(2));
    given(...begun, unreached)
      .when(start())
      .gives(revised, attempted(2));
  });
  it('tries again after the seats changed under the payment', () =>
    given(...begun, authorized, lost('changed'), voided)
      .when(start())
      .gives(revised, attempted(2)));
  it('is refused while a payment runs and when the hold is sold or over', () => {
    given(...begun)
      .when(start())
      .isRefused({ reason: 'BookingInProgress' });
    given(...paid)
      .when(start())
      .isRefused({ reason: 'HoldAlreadyBooked' });
    given(...paid, accepted(), cancelled)
      .when(start())
      .isRefused({ reason: 'HoldAlreadyBooked' });
    given(...begun, declined, expired('hold-expired'))
      .when(start())
      .isRefused({ reason: 'HoldOver', how: 'expired' });
    given(...begun, declined, expired('hold-released'))
      .when(start())
      .isRefused({ reason: 'HoldOver', how: 'released' });
  });
  it('is refused for seats with prices in several currencies', () => {
    const [first, ...others] = start().seats;
    if (first === undefined) throw new Error('no seat');
    const seats = [{ ...first, price: { ...first.price, currency: 'EUR' } }, ...others];
    const refused = { reason: 'CurrencyInUse', currency: 'EUR' } as const;
    given()
      .when({ ...start(), seats })
      .isRefused(refused);
    given(...begun, declined)
      .when({ ...start(), seats })
      .isRefused(refused);
    given()
      .when({ ...start(), total: { amount: 2_001, currency: 'EUR' } })
      .isRefused({ reason: 'CurrencyInUse', currency: 'USD' });
  });
  it('is refused at a total that its seats do not come to, whether or not the customer agreed to it', () => {
    const owed = { reason: 'QuoteChanged', total: usd(2_001) } as const;
    for (const total of [usd(2_000), usd(2_002), usd(0)]) {
      given()
        .when({ ...start(), total })
        .isRefused(owed);
      given()
        .when({ ...start(), total, expectedTotal: total })
        .isRefused(owed);
      given(...begun, declined)
        .when({ ...start(), total })
        .isRefused(owed);
    }
    given()
      .when({ ...start(), discount: usd(1) })
      .isRefused({ reason: 'QuoteChanged', total: usd(2_000) });
    given()
      .when({ ...start(), expectedTotal: usd(2_001) })
      .gives(initiated, attempted(1));
  });
  it('is refused after twenty cards', () => {
    const tries = Array.from({ length: 20 }, (_, place): BookingEvent[] => [
      attempted(place + 1),
      { type: 'PaymentDeclined', data: { attempt: place + 1, code: 'no' } },
    ]).flat();
    given(initiated, ...tries)
      .when(start())
      .isRefused({ reason: 'TooManyAttempts', max: 20 });
  });
});

describe('authorizing', () => {
  const authorize = timed({ type: 'RecordAuthorized', attempt: 1, authorizationId: 'auth-1' });
  const decline = timed({ type: 'RecordDeclined', attempt: 1, code: 'no' });
  const unreach = timed({ type: 'RecordUnreached', attempt: 1 });
  const takeUp = timed({ type: 'TakeUpPayment', attempt: 1 });
  const kept = timed({
    type: 'RecordHoldKept',
    holdExpiresAt: iso(holdExpiresAtMs + 1),
    holdKeepAt: iso(holdKeepAtMs),
  });

  it('comes to one of three ends, once', () => {
    given(...begun)
      .when(authorize)
      .gives(authorized);
    given(...begun)
      .when(decline)
      .gives(declined);
    given(...begun)
      .when(unreach)
      .gives(unreached);
    for (const end of [authorize, decline, unreach]) {
      given(...begun, authorized)
        .when(end)
        .isRefused(outdated);
      given().when(end).isRefused({ reason: 'BookingNotFound' });
    }
  });
  it('is never closed as unreached once another driver took it up', () => {
    given(...begun)
      .when(takeUp)
      .gives(takenUp);
    given(...begun, takenUp)
      .when(takeUp)
      .givesNothing();
    given(...begun, takenUp)
      .when(unreach)
      .isRefused(outdated);
    given(...begun, takenUp)
      .when(authorize)
      .gives(authorized);
    given(...begun, declined)
      .when(takeUp)
      .isRefused(outdated);
  });
  it('remembers money that was reserved for an attempt which is over, to set it free', () => {
    given(...begun, unreached)
      .when(authorize)
      .gives(authorized);
    given(...begun, unreached, authorized)
      .when(authorize)
      .isRefused(outdated);
    const free = timed({ type: 'RecordVoided', attempt: 1, authorizationId: 'auth-1' });
    given(...begun, unreached, authorized)
      .when(free)
      .gives(voided);
    given(...begun, unreached, authorized, voided)
      .when(free)
      .isRefused(outdated);
  });
  it('notes how long the hold lives', () => {
    const { type: _type, nowMs: _nowMs, ...data } = kept;
    given(...begun)
      .when(kept)
      .gives({ type: 'HoldKept', data });
    given(...begun, { type: 'HoldKept', data })
      .when(kept)
      .givesNothing();
    given(...paid)
      .when(kept)
      .isRefused(outdated);
  });
});

describe('seats and capture', () => {
  const secure = timed({ type: 'RecordSeatsSecured', attempt: 1, holdId });
  const lose = timed({ type: 'RecordSeatsLost', attempt: 1, why: 'taken' });
  const capture = timed({ type: 'RecordCaptured', attempt: 1, captureId: 'capture-1' });
  const fail = timed({ type: 'RecordCaptureFailed', attempt: 1, code: 'no' });
  const giveBack = timed({ type: 'RecordSeatsGivenBack', attempt: 1 });
  const free = timed({ type: 'RecordVoided', attempt: 1, authorizationId: 'auth-1' });

  it('are secured or lost after the authorization', () => {
    given(...begun, authorized)
      .when(secure)
      .gives(secured);
    given(...begun, authorized)
      .when(lose)
      .gives(lost('taken'));
    given(...begun)
      .when(secure)
      .isRefused(outdated);
    given(...begun, authorized, secured)
      .when(lose)
      .isRefused(outdated);
  });
  it('are confirmed with the money in one append', () => {
    given(...begun, authorized, secured)
      .when(capture)
      .gives(captured, confirmed);
    given(...paid)
      .when(capture)
      .isRefused(outdated);
    given(...begun, authorized)
      .when(capture)
      .isRefused(outdated);
  });
  it('are given back before the authorization when the money cannot be taken', () => {
    given(...begun, authorized, secured)
      .when(fail)
      .gives(captureFailed);
    given(...begun, authorized, secured, captureFailed)
      .when(free)
      .isRefused(outdated);
    given(...begun, authorized, secured, captureFailed)
      .when(giveBack)
      .gives(givenBack);
    given(...begun, authorized, secured, captureFailed, givenBack)
      .when(free)
      .gives(voided, expired('payment-failed'));
    given(...paid)
      .when(fail)
      .isRefused(outdated);
    given(...paid)
      .when(giveBack)
      .isRefused(outdated);
  });
  it('end the booking when they are lost, unless the hold lives on with others', () => {
    const ending = (why: Parameters<typeof lost>[0]) => given(...begun, authorized, lost(why)).when(free);
    ending('taken').gives(voided, expired('seats-taken'));
    ending('released').gives(voided, expired('hold-released'));
    ending('showtime-cancelled').gives(voided, expired('showtime-cancelled'));
    ending('changed').gives(voided);
    given(...paid)
      .when(free)
      .isRefused(outdated);
  });
  it('expire only while nothing is under way', () => {
    const end = timed({ type: 'ExpireBooking', why: 'hold-expired' });
    given(...begun, declined)
      .when(end)
      .gives(expired('hold-expired'));
    given(...begun)
      .when(end)
      .isRefused(outdated);
    given(...paid)
      .when(end)
      .isRefused(outdated);
  });
});

describe('what was bought', () => {
  it('is priced without a discount here', () => given(initiated).when(start()).gives(revised, attempted(1)));
  it('keeps a discount', () => {
    const discount = usd(1);
    const total = usd(2_000);
    given()
      .when({ ...start(), discount, total })
      .gives({ type: 'BookingInitiated', data: { ...dataOf(initiated), discount, total } }, attempted(1));
    given(...begun, declined)
      .when({ ...start(), discount, total })
      .gives({ type: 'BookingRevised', data: { ...purchase, discount, total } }, attempted(2));
  });
});

const dataOf = (event: BookingEvent): Extract<BookingEvent, { type: 'BookingInitiated' }>['data'] => {
  if (event.type !== 'BookingInitiated') throw new Error(event.type);
  return event.data;
};
