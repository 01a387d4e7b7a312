/** Buying over HTTP: what is answered, refused and repeated, and in which order. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { invalidRequest, problem } from '../../support/problem.ts';
import { minutes } from '../../support/showtimes.ts';
import { type Cinema, call, type HoldAnswer, hold, openCinema, problemOf } from '../support/cinema.ts';
import { book, freshKey, orderOf, person, sell } from '../support/sales.ts';
import { bookingShown } from '../support/shown.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
let held: HoldAnswer;

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
  held = (await hold(target, cinema, { seatIds: ['A1', 'A2'] })).body;
});
afterEach(() => target.close());

const until = <Result>(work: Promise<Result>): Promise<Result> => target.office.until(work);
const charged = () => target.office.bank.entries().length;

describe('paying for a hold', () => {
  it('confirms at once, with the capability and without a secret in the address of the ticket', async () => {
    const { status, headers, body } = await book(target, orderOf(held.holdToken));
    expect(status).toBe(201);
    const { accessToken, ...booking } = body;
    expect(accessToken).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(booking).toEqual(bookingShown(cinema, held.bookingId, ['A1', 'A2']));
    expect(headers['marquee-position']).toMatch(/^[0-9]{20}$/);
    expect(headers.location).toBe(`/v1/bookings/${held.bookingId}`);
  });

  it('answers a repeat byte for byte, also after a cancellation, and charges once', async () => {
    const key = freshKey();
    const first = await book(target, orderOf(held.holdToken), key);
    const cancelling = {
      method: 'POST',
      url: `/v1/bookings/${held.bookingId}/cancel`,
      headers: { ...freshKey(), 'booking-access': first.body.accessToken },
    } as const;
    expect((await call(target, cancelling)).status).toBe(200);
    const again = await book(target, orderOf(held.holdToken), key);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(target.office.bank.entries().filter(({ kind }) => kind === 'capture')).toHaveLength(1);
  });

  it('remembers a declined payment and lets another card be tried', async () => {
    const key = freshKey();
    const declined = await book(target, orderOf(held.holdToken, 'tok_declined'), key);
    expect(problemOf(declined)).toBe('402 payment-declined');
    const again = await book(target, orderOf(held.holdToken, 'tok_declined'), key);
    expect(problemOf(again)).toBe('402 payment-declined');
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.headers['marquee-position']).toMatch(/^[0-9]{20}$/);
    expect(problemOf(await book(target, orderOf(held.holdToken), key))).toBe('422 idempotency-key-reused');
    expect((await book(target, orderOf(held.holdToken))).status).toBe(201);
    expect(problemOf(await book(target, orderOf(held.holdToken)))).toBe('409 hold-already-booked');
  });

  it('says 202 while a slow gateway thinks, refuses a second payment, then confirms for ever', async () => {
    const key = freshKey();
    const order = orderOf(held.holdToken, 'tok_slow');
    const pending = await until(book(target, order, key));
    expect([pending.status, pending.body.status]).toEqual([202, 'payment_pending']);
    expect(pending.body.payment.status).toBe('pending');
    expect(pending.headers['retry-after']).toBe('2');
    const other = await until(book(target, orderOf(held.holdToken)));
    expect(problemOf(other)).toBe('409 booking-in-progress');
    await until(target.office.driver.drive(held.bookingId, { forMs: 30_000 }));
    const decided = await until(book(target, order, key));
    expect([decided.status, decided.body.status]).toEqual([201, 'confirmed']);
    expect(decided.body.accessToken).toBe(pending.body.accessToken);
  });

  it('gives seats and money back when the capture fails', async () => {
    const failed = await until(book(target, orderOf(held.holdToken, 'tok_capture_fails')));
    expect(problemOf(failed)).toBe('402 payment-failed');
    expect(target.office.bank.forgotten()).toEqual([]);
    expect((await hold(target, cinema, { seatIds: ['A1', 'A2'] })).status).toBe(201);
  });

  it('says 503 when nothing reached the gateway, and forgets that it was asked', async () => {
    const key = freshKey();
    const order = orderOf(held.holdToken, 'tok_unavailable');
    const away = await until(book(target, order, key));
    expect(problemOf(away)).toBe('503 payment-unavailable');
    expect(away.headers['retry-after']).toMatch(/^[0-9]+$/);
    expect((await book(target, orderOf(held.holdToken))).status).toBe(201);
  });
});

describe('the order of refusals', () => {
  it('puts the body before the key, the key before the hold', async () => {
    const order = orderOf(held.holdToken);
    expect(problemOf(await book(target, { ...order, colour: 'red' }, {}))).toBe('400 invalid-request');
    expect(problemOf(await book(target, order, {}))).toBe('400 idempotency-key-required');
    expect(problemOf(await book(target, orderOf('nonsense')))).toBe('404 not-found');
    expect(problemOf(await book(target, orderOf('nonsense'), {}))).toBe('400 idempotency-key-required');
    target.clock.advance(minutes(10));
    const late = await book(target, order);
    expect([late.status, late.body]).toEqual([410, problem('hold-expired', { reason: 'expired' })]);
    expect(charged()).toBe(0);
  });

  it.each([
    ['no name', { customer: { ...person, name: ' ' } }, 'customer.name'],
    ['a name that is a link', { customer: { ...person, name: 'Win at spam。com' } }, 'customer.name'],
    ['no address', { customer: { ...person, email: 'ada' } }, 'customer.email'],
    ['no telephone', { customer: { ...person, phone: 'call me' } }, 'customer.phone'],
    ['no method', { payment: { method: '', token: 'tok_ok' } }, 'payment.method'],
    ['a token with blanks', { payment: { method: 'card', token: 'tok ok' } }, 'payment.token'],
    ['no payment', { payment: undefined }, 'payment'],
  ])('names the path of %s', async (_what, more, path) => {
    const { status, body } = await book(target, orderOf(held.holdToken, 'tok_ok', more));
    expect([status, body]).toEqual([400, invalidRequest({ path, message: expect.any(String), in: 'body' })]);
    expect(charged()).toBe(0);
  });

  it('knows no promotion and no add-on, says so before anything is paid, and only of a live hold', async () => {
    const promo = await book(target, orderOf(held.holdToken, 'tok_ok', { promoCode: 'SUMMER' }));
    expect(problemOf(promo)).toBe('422 promo-code-not-valid');
    const extra = await book(target, orderOf(held.holdToken, 'tok_ok', { addOns: [{ id: 'popcorn' }] }));
    expect([extra.status, extra.body]).toEqual([422, problem('unknown-add-on', { unknown: ['popcorn'] })]);
    expect((await book(target, orderOf(held.holdToken, 'tok_ok', { addOns: [] }))).status).toBe(201);
    const booked = await book(target, orderOf(held.holdToken, 'tok_ok', { promoCode: 'SUMMER' }));
    expect(problemOf(booked)).toBe('409 hold-already-booked');
  });

  it('refuses a released hold and one of a cancelled show', async () => {
    const release = {
      method: 'DELETE',
      url: `/v1/holds/${held.holdId}`,
      headers: { 'hold-token': held.holdToken },
    } as const;
    expect((await call(target, release)).status).toBe(204);
    const gone = await book(target, orderOf(held.holdToken));
    expect([gone.status, gone.body]).toEqual([410, problem('hold-expired', { reason: 'released' })]);
    const other = (await hold(target, cinema, { seatIds: ['A3'] })).body;
    const cancel = {
      method: 'POST',
      url: `/v1/showtimes/${cinema.showtimeId}/cancel`,
      headers: cinema.admin,
      payload: { reason: 'no projector' },
    } as const;
    expect((await call(target, cancel)).status).toBe(200);
    expect(problemOf(await book(target, orderOf(other.holdToken)))).toBe('409 showtime-not-on-sale');
  });
});

describe('whose booking it is', () => {
  it('opens for its access token, its customer and staff of its theater, and for nobody else', async () => {
    const customer = await target.bearer('customer', { subject: 'ada' });
    const { url, access, booking } = await sell(target, cinema, ['A3'], { headers: customer });
    const other = await sell(target, cinema, ['A4']);
    const may = [
      access,
      customer,
      cinema.admin,
      await target.bearer('staff', { theaterIds: [cinema.theaterId] }),
    ];
    for (const headers of may) expect((await call(target, { url, headers })).status).toBe(200);
    const mayNot = [
      {},
      other.access,
      { 'booking-access': 'nonsense' },
      await target.bearer('customer', { subject: 'eve' }),
      await target.bearer('staff', { theaterIds: [cinema.showtimeId] }),
      await target.bearer('gate'),
    ];
    const cancel = { method: 'POST', url: `${url}/cancel`, payload: 'x'.repeat(9) } as const;
    for (const headers of mayNot) {
      for (const path of ['', '/refund-quote', '/ticket']) {
        expect(problemOf(await call(target, { url: url + path, headers }))).toBe('404 not-found');
      }
      // Before the body is looked at.
      const request = { ...cancel, headers: { ...headers, 'content-type': 'text/plain' } };
      expect(problemOf(await call(target, request))).toBe('404 not-found');
    }
    const seen = await call<{ customerId?: string }>(target, { url, headers: customer });
    expect(seen.body.customerId).toBeUndefined();
    const byAdmin = await call<{ customerId?: string }>(target, { url, headers: cinema.admin });
    expect(byAdmin.body.customerId).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(booking)).not.toContain('"ada"');
  });

  it('tells its history and its tag, and lists a customer’s own by status', async () => {
    const customer = await target.bearer('customer', { subject: 'ada' });
    const { url, booking } = await sell(target, cinema, ['A3'], { headers: customer });
    await sell(target, cinema, ['A4']);
    const seen = await call<{ history: { what: string }[] }>(target, { url, headers: customer });
    expect(seen.body.history.map(({ what }) => what)).toEqual([
      'started',
      'payment-attempted',
      'payment-authorized',
      'seats-booked',
      'payment-captured',
      'confirmed',
    ]);
    const tag = { ...customer, 'if-none-match': seen.headers.etag ?? '' };
    expect((await call(target, { url, headers: tag })).status).toBe(304);
    const mine = await call<{ items: object[] }>(target, { url: '/v1/me/bookings', headers: customer });
    expect(mine.body.items).toEqual([seen.body]);
    const none = { url: '/v1/me/bookings?status=cancelled', headers: customer };
    expect((await call(target, none)).body).toEqual({ items: [], nextCursor: null });
    expect(problemOf(await call(target, { url: '/v1/me/bookings' }))).toBe('401 unauthorized');
    expect(booking.status).toBe('confirmed');
  });

  it('waits for the position that a read names, if the log has one', async () => {
    const { url, access } = await sell(target, cinema, ['A3']);
    const headers = { ...access, 'marquee-min-position': '9'.repeat(20) };
    const paths = [url, `${url}/refund-quote`, `${url}/ticket`];
    const answers = await Promise.all(paths.map((path) => call(target, { url: path, headers })));
    expect(answers.map(problemOf)).toEqual(paths.map(() => '400 invalid-request'));
  });

  it('is found by staff through showtime, reference as somebody read it out, and e-mail', async () => {
    const { booking } = await sell(target, cinema, ['A3']);
    const found = async (query: string, headers = cinema.admin) => {
      const { status, body, text } = await call<{ items: { bookingId: string; customerId: string }[] }>(
        target,
        { url: `/v1/bookings?${query}`, headers },
      );
      if (status !== 200) throw new Error(text);
      return body.items.map(({ bookingId }) => bookingId);
    };
    const spoken = booking.reference.toLowerCase().replaceAll('-', ' ');
    for (const query of [
      `showtimeId=${cinema.showtimeId}`,
      `reference=${booking.reference}`,
      `reference=${encodeURIComponent(spoken)}`,
      `email=${encodeURIComponent(' ada@example.ORG'.trim())}`,
    ]) {
      expect(await found(query)).toEqual([booking.bookingId]);
    }
    expect(await found('email=eve@example.org')).toEqual([]);
    // Bought by the same person, signed in: the list has both, the newest first.
    const signedIn = await target.bearer('customer', { subject: 'ada' });
    const { booking: later } = await sell(target, cinema, ['A5'], { headers: signedIn });
    expect(await found('email=Ada@example.org')).toEqual([later.bookingId, booking.bookingId]);
    expect(await found('email=Ada@example.org&customerId=ada')).toEqual([later.bookingId]);
    expect(await found('reference=nonsense')).toEqual([]);
    const elsewhere = await target.bearer('staff', { theaterIds: [cinema.showtimeId] });
    expect(await found(`showtimeId=${cinema.showtimeId}`, elsewhere)).toEqual([]);
    const bare = { url: '/v1/bookings', headers: cinema.admin };
    expect(problemOf(await call(target, bare))).toBe('400 invalid-request');
    const customer = await target.bearer('customer');
    expect(problemOf(await call(target, { ...bare, headers: customer }))).toBe('403 forbidden');
  });
});
