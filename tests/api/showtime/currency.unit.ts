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
  return call<{ type?: string; id?: string }>(target, {
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

const theaterUrl = () => `/v1/theaters/${cinema.theaterId}`;
const theaterNow = async () => (await call<Record<string, unknown>>(target, { url: theaterUrl() })).body;
const revise = async (more: object) =>
  call<Record<string, unknown>>(target, {
    method: 'PUT',
    url: theaterUrl(),
    headers: cinema.admin,
    payload: { ...(await theaterNow()), ...more },
  });
const release = async ({ holdId, holdToken }: { holdId: string; holdToken: string }) =>
  expect(
    await call(target, {
      method: 'DELETE',
      url: `/v1/holds/${holdId}`,
      headers: { 'hold-token': holdToken },
    }),
  ).toMatchObject({ status: 204 });

it('is the one that the theater names, for a showtime of which nothing is held or sold', async () => {
  expect((await revise({ currency: 'EUR' })).body).toMatchObject({ currency: 'EUR', version: 2 });

  const { body: held } = await hold(target, cinema, { seatIds: ['A1'] });
  const inUse = await price({ basePrice: euros(900) });
  expect(inUse.body).toMatchObject({ type: '/problems/currency-in-use', status: 409, currency: 'GBP' });
  await release(held);
  const changed = await price({ basePrice: euros(900) });
  expect(changed.body).toMatchObject({ prices: { regular: euros(1_080) } });
});

it('is shown of a theater once it is known, also in lists', async () => {
  const list = async () => (await call<{ items: object[] }>(target, { url: '/v1/theaters' })).body.items;
  expect(await theaterNow()).toMatchObject({ currency: 'GBP', version: 1 });
  expect(await list()).toMatchObject([{ currency: 'GBP' }]);
  await revise({ currency: 'EUR' });
  expect(await theaterNow()).toMatchObject({ currency: 'EUR' });
  expect(await list()).toMatchObject([{ currency: 'EUR' }]);
  const { currency: _currency, ...fresh } = await theaterNow();
  const { body } = await call<{ id: string }>(target, {
    method: 'POST',
    url: '/v1/theaters',
    headers: cinema.admin,
    payload: {
      name: 'New',
      city: fresh.city,
      country: 'GB',
      location: fresh.location,
      timeZone: fresh.timeZone,
    },
  });
  expect((await call(target, { url: `/v1/theaters/${body.id}` })).body).not.toHaveProperty('currency');
});

it('is not changed for a theater of whose showtimes to come any is held or booked', async () => {
  const inUse = { status: 409, body: { type: '/problems/currency-in-use', currency: 'GBP' } };
  const { body: later } = await schedule({ amount: 900, currency: 'GBP' });
  const { body: held } = await hold(target, { showtimeId: String(later.id) }, { seatIds: ['A1'] });
  expect(await revise({ currency: 'EUR' })).toMatchObject(inUse);
  expect(await theaterNow()).toMatchObject({ currency: 'GBP', version: 1 });
  expect(await revise({ name: 'Arcadia II' })).toMatchObject({ status: 200, body: { name: 'Arcadia II' } });
  await release(held);
  expect(await revise({ currency: 'EUR' })).toMatchObject({ status: 200, body: { currency: 'EUR' } });
});

it('may be changed while only shows that are over, or called off, were sold', async () => {
  const { body: later } = await schedule({ amount: 900, currency: 'GBP' });
  await hold(target, { showtimeId: String(later.id) }, { seatIds: ['A1'] });
  const cancel = { method: 'POST', headers: cinema.admin, payload: { reason: 'projector' } } as const;
  expect(await call(target, { ...cancel, url: `/v1/showtimes/${later.id}/cancel` })).toMatchObject({
    status: 200,
  });
  await hold(target, cinema, { seatIds: ['A1'] });
  expect((await revise({ currency: 'EUR' })).status).toBe(409);
  target.clock.advance(3 * 86_400_000);
  cinema = { ...cinema, admin: await target.bearer('admin') };
  expect(await revise({ currency: 'EUR' })).toMatchObject({ status: 200 });
});

it('changes once under one idempotency key, also when seats were held since', async () => {
  const payload = { ...(await theaterNow()), currency: 'EUR' };
  const headers = { ...cinema.admin, 'idempotency-key': 'to-euros-0123456789' };
  const put = () => call(target, { method: 'PUT', url: theaterUrl(), headers, payload });
  const first = await put();
  expect(first.status).toBe(200);
  await hold(target, cinema, { seatIds: ['A1'] });
  const again = await put();
  expect([again.status, again.text, again.headers['idempotency-replayed']]).toEqual([
    200,
    first.text,
    'true',
  ]);
});

it('stays, with the base price, where an edit names neither', async () => {
  const changed = await price({ seatTypeBp: { premium: 30_000 } });
  expect(changed.body).toMatchObject({
    // Times 1.2: it is prime time.
    prices: { regular: { amount: 1_200, currency: 'GBP' }, premium: { amount: 3_600, currency: 'GBP' } },
  });
});
