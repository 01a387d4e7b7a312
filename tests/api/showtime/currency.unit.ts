import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Cinema, call, hold, openCinema } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

const euros = (amount: number) => ({ amount, currency: 'EUR' });
const price = (payload: object) =>
  call(target, {
    method: 'PUT',
    url: `/v1/showtimes/${cinema.showtimeId}/pricing`,
    headers: cinema.admin,
    payload,
  });
const schedule = async (basePrice: object, daysLater = 2) => {
  const { body } = await call<{ movieId: string; hallId: string; startsAt: string }>(target, {
    url: `/v1/showtimes/${cinema.showtimeId}`,
  });
  const startsAt = new Date(Date.parse(body.startsAt) + daysLater * 86_400_000).toISOString();
  return call<{ type?: string }>(target, {
    method: 'POST',
    url: '/v1/showtimes',
    headers: cinema.admin,
    payload: { movieId: body.movieId, hallId: body.hallId, startsAt, basePrice },
  });
};

it('is that of the theater’s first showtime, and another is refused without taking the hall', async () => {
  const refused = await schedule(euros(900));
  expect(refused.status).toBe(422);
  expect(refused.body).toMatchObject({ type: '/problems/wrong-currency', currency: 'GBP' });
  expect((await schedule({ amount: 900, currency: 'GBP' })).status).toBe(201);
  const changed = await price({ basePrice: euros(900) });
  expect(changed.body).toMatchObject({ type: '/problems/wrong-currency', status: 422, currency: 'GBP' });
});

it('is the one that the theater names, for a showtime of which nothing is held or sold', async () => {
  const url = `/v1/theaters/${cinema.theaterId}`;
  const { body } = await call<Record<string, unknown>>(target, { url });
  const { id: _id, version: _version, ...details } = body;
  const payload = { ...details, currency: 'EUR' };
  const revised = await call(target, { method: 'PUT', url, headers: cinema.admin, payload });
  expect(revised.body).toMatchObject({ currency: 'EUR' });

  const { body: held } = await hold(target, cinema, { seatIds: ['A1'] });
  const inUse = await price({ basePrice: euros(900) });
  expect(inUse.body).toMatchObject({ type: '/problems/currency-in-use', status: 409, currency: 'GBP' });
  await call(target, {
    method: 'DELETE',
    url: `/v1/holds/${held.holdId}`,
    headers: { 'hold-token': held.holdToken },
  });
  const changed = await price({ basePrice: euros(900) });
  expect(changed.body).toMatchObject({ prices: { regular: euros(1_080) } });
});

it('stays, with the base price, where an edit names neither', async () => {
  const changed = await price({ seatTypeBp: { premium: 30_000 } });
  expect(changed.body).toMatchObject({
    // Times 1.2: it is prime time.
    prices: { regular: { amount: 1_200, currency: 'GBP' }, premium: { amount: 3_600, currency: 'GBP' } },
  });
});
