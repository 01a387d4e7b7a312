/** What a page of a showtime is drawn from, and what its theater's staff do with it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { iso, startsAtMs } from '../../support/showtimes.ts';
import { type Cinema, call, hall, hold, movie, openCinema, theater } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

const hourMs = 3_600_000;
const read = async (path = '', headers: Record<string, string> = {}) =>
  (await call(target, { url: `/v1/showtimes/${cinema.showtimeId}${path}`, headers })).body;
const act = (path: string, payload: object = {}, headers: Record<string, string> = cinema.admin) =>
  call(target, { method: 'POST', url: `/v1/showtimes/${cinema.showtimeId}${path}`, headers, payload });

describe('a showtime', () => {
  it('carries its movie, theater and hall, its prices in parts and its refund terms', async () => {
    await call(target, {
      method: 'PUT',
      url: `/v1/movies/${cinema.movieId}`,
      headers: cinema.admin,
      payload: { ...movie, rating: 'PG', posterUrl: 'https://example.org/playtime.jpg' },
    });
    const shown = await read();
    const { movie: ofMovie, theater: ofTheater, hall: ofHall, totalSeats, priceParts, refundTerms } = shown;
    expect({ ofMovie, ofTheater, ofHall, totalSeats, refundTerms }).toEqual({
      ofMovie: {
        id: cinema.movieId,
        title: movie.title,
        runtimeMinutes: movie.runtimeMinutes,
        rating: 'PG',
        posterUrl: 'https://example.org/playtime.jpg',
      },
      ofTheater: { id: cinema.theaterId, name: theater.name, city: theater.city },
      ofHall: { id: cinema.hallId, name: hall.name },
      totalSeats: 24,
      refundTerms: [
        { until: iso(startsAtMs - 24 * hourMs), percent: 95 },
        { until: iso(startsAtMs - 4 * hourMs), percent: 50 },
        { until: iso(startsAtMs - hourMs), percent: 25 },
      ],
    });
    const { base, surcharges } = priceParts as {
      base: { amount: number };
      surcharges: readonly { name: string; percent: number }[];
    };
    const adult = surcharges.reduce((amount, { percent }) => amount * (1 + percent / 100), base.amount);
    const prices = shown.prices as { regular: { amount: number } };
    expect(prices.regular.amount).toBe(Math.round(adult));
    const ticketPrices = shown.ticketPrices as Record<string, Record<string, { amount: number }>>;
    expect(ticketPrices.regular?.adult).toEqual(prices.regular);
    expect(Object.keys(ticketPrices)).toEqual(['regular', 'premium']);
    expect(Object.keys(ticketPrices.premium ?? {})).toEqual(['adult', 'child', 'student', 'senior']);
    const { body: list } = await call<{ items: unknown[] }>(target, { url: '/v1/showtimes' });
    expect(list.items).toEqual([shown]);
  });

  it('that was cancelled has no free seats and says why, in the list too', async () => {
    await act('/cancel', { reason: 'The projector is broken' });
    const shown = await read();
    const { status, availability, availableSeats, totalSeats, cancellation } = shown;
    expect({ status, availability, availableSeats, totalSeats, cancellation }).toEqual({
      status: 'cancelled',
      availability: 'sold-out',
      availableSeats: 0,
      totalSeats: 24,
      cancellation: { reason: 'The projector is broken' },
    });
    const { body: list } = await call<{ items: unknown[] }>(target, {
      url: `/v1/showtimes?date=${String(shown.businessDate)}`,
    });
    expect(list.items).toEqual([shown]);
  });

  it('is listed by format and language', async () => {
    const count = async (query: string) => {
      const paths = ['/v1/showtimes', `/v1/movies/${cinema.movieId}/showtimes`];
      const all = [...paths, `/v1/theaters/${cinema.theaterId}/showtimes`];
      const lists = all.map((url) => call<{ items: unknown[] }>(target, { url: `${url}?${query}` }));
      return (await Promise.all(lists)).map(({ body }) => body.items.length);
    };
    expect(await count('language=en&format=2D')).toEqual([1, 1, 1]);
    expect(await count('language=fr')).toEqual([0, 0, 0]);
    expect(await count('format=IMAX')).toEqual([0, 0, 0]);
  });
});

describe('staff', () => {
  it('close sales and open them again, each an edit', async () => {
    const closed = await act('/sales/close');
    expect([closed.status, closed.body.status, closed.body.version]).toEqual([200, 'closed', 2]);
    expect((await hold(target, cinema, { seatIds: ['A1'] })).status).toBe(409);
    const opened = await act('/sales/open');
    expect([opened.status, opened.body.status, opened.body.version]).toEqual([200, 'on-sale', 3]);
    expect((await act('/sales/open')).body.version).toBe(3);
    expect((await hold(target, cinema, { seatIds: ['A1'] })).status).toBe(201);
    const { body: list } = await call<{ items: unknown[] }>(target, { url: '/v1/showtimes' });
    expect(list.items).toEqual([await read()]);
    await act('/cancel', { reason: 'over' });
    expect([(await act('/sales/open')).status, (await act('/sales/close')).status]).toEqual([409, 409]);
  });

  it('move a showtime to a newer layout of its hall', async () => {
    const rows = [...hall.rows, { id: 'C', seats: [{ number: 1 }] }];
    await call(target, {
      method: 'POST',
      url: `/v1/halls/${cinema.hallId}/layouts`,
      headers: cinema.admin,
      payload: { rows },
    });
    const moved = await act('/layout', { version: 2 });
    expect([moved.status, moved.body.layoutVersion, moved.body.totalSeats]).toEqual([200, 2, 25]);
    expect((await act('/layout', { version: 3 })).status).toBe(404);
    expect((await act('/layout', { version: 1 })).body.type).toBe('/problems/layout-not-newer');
  });

  it('see why a seat is blocked and whose booking it is in; others see neither', async () => {
    await act('/seats/block', { seatIds: ['A1'], reason: 'A broken armrest' });
    const { body: held } = await hold(target, cinema, { seatIds: ['A2'] });
    const { body: booking } = await call<{ reference: string }>(target, {
      method: 'POST',
      url: '/v1/bookings',
      headers: { 'idempotency-key': 'booking-key-0123456789' },
      payload: {
        holdToken: held.holdToken,
        customer: { name: 'Ada', email: 'ada@example.org' },
        payment: { method: 'card', token: 'tok_ok' },
      },
    });
    const seen = async (headers: Record<string, string>) => {
      const { seats } = (await read('/seats', headers)) as { seats: readonly Record<string, unknown>[] };
      return seats.slice(0, 3).map(({ id, status, blockedReason, bookingReference }) => ({
        ...{ id, status },
        ...(blockedReason === undefined ? {} : { blockedReason }),
        ...(bookingReference === undefined ? {} : { bookingReference }),
      }));
    };
    const own = await target.bearer('staff', { theaterIds: [cinema.theaterId] });
    expect(await seen(own)).toEqual([
      { id: 'A1', status: 'blocked', blockedReason: 'A broken armrest' },
      { id: 'A2', status: 'booked', bookingReference: booking.reference },
      { id: 'A3', status: 'available' },
    ]);
    const plain = [
      { id: 'A1', status: 'blocked' },
      { id: 'A2', status: 'booked' },
      { id: 'A3', status: 'available' },
    ];
    const elsewhere = await target.bearer('staff', { theaterIds: [cinema.movieId] });
    expect([await seen({}), await seen(elsewhere)]).toEqual([plain, plain]);
    await act('/seats/unblock', { seatIds: ['A1'] });
    expect((await seen(own))[0]).toEqual({ id: 'A1', status: 'available' });
  });

  it('read the history of a seat of their own theater', async () => {
    await hold(target, cinema, { seatIds: ['A2'] });
    const statusFor = async (theaterId: string) => {
      const headers = await target.bearer('staff', { theaterIds: [theaterId] });
      return (await call(target, { url: `/v1/showtimes/${cinema.showtimeId}/seats/A2/history`, headers }))
        .status;
    };
    expect([await statusFor(cinema.theaterId), await statusFor(cinema.movieId)]).toEqual([200, 404]);
  });
});
