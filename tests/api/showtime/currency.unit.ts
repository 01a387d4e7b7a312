import { afterEach, beforeEach, expect, it } from 'vitest';
import { problem } from '../../support/problem.ts';
import { type Cinema, call, hold, openCinema, theater } from '../support/cinema.ts';
import { pricesShown, showtimeShown } from '../support/shown.ts';
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
  expect(refused.body).toEqual(problem('wrong-currency', { currency: 'GBP' }));
  expect((await schedule({ amount: 900, currency: 'GBP' })).status).toBe(201);
  const changed = await price({ basePrice: euros(900) });
  expect(changed.body).toEqual(problem('wrong-currency', { currency: 'GBP' }));
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
const shown = (changes: object) => ({ ...theater, id: cinema.theaterId, version: 1, ...changes });
const answerTo = async (asked: ReturnType<typeof call>) => {
  const { status, body } = await asked;
  return [status, body];
};
const inUse = problem('currency-in-use', { currency: 'GBP' });
const release = async ({ holdId, holdToken }: { holdId: string; holdToken: string }) =>
  expect(
    await answerTo(
      call(target, {
        method: 'DELETE',
        url: `/v1/holds/${holdId}`,
        headers: { 'hold-token': holdToken },
      }),
    ),
  ).toEqual([204, {}]);

it('is the one that the theater names, for a showtime of which nothing is held or sold', async () => {
  expect((await revise({ currency: 'EUR' })).body).toEqual(shown({ currency: 'EUR', version: 2 }));

  const { body: held } = await hold(target, cinema, { seatIds: ['A1'] });
  expect(await answerTo(price({ basePrice: euros(900) }))).toEqual([409, inUse]);
  await release(held);
  const changed = await price({ basePrice: euros(900) });
  expect(changed.body).toEqual(
    showtimeShown(cinema, {
      ...pricesShown(900, { regular: 1_080, premium: 1_620 }, 'EUR'),
      version: 2,
    }),
  );
});

it('is shown of a theater once it is known, also in lists', async () => {
  const list = async () => (await call<{ items: object[] }>(target, { url: '/v1/theaters' })).body.items;
  expect(await theaterNow()).toEqual(shown({ currency: 'GBP' }));
  expect(await list()).toEqual([shown({ currency: 'GBP' })]);
  await revise({ currency: 'EUR' });
  expect(await theaterNow()).toEqual(shown({ currency: 'EUR', version: 2 }));
  expect(await list()).toEqual([shown({ currency: 'EUR', version: 2 })]);
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
  const { body: later } = await schedule({ amount: 900, currency: 'GBP' });
  const { body: held } = await hold(target, { showtimeId: String(later.id) }, { seatIds: ['A1'] });
  expect(await answerTo(revise({ currency: 'EUR' }))).toEqual([409, inUse]);
  expect(await theaterNow()).toEqual(shown({ currency: 'GBP' }));
  expect(await answerTo(revise({ name: 'Arcadia II' }))).toEqual([
    200,
    shown({ name: 'Arcadia II', currency: 'GBP', version: 2 }),
  ]);
  await release(held);
  expect(await answerTo(revise({ currency: 'EUR' }))).toEqual([
    200,
    shown({ name: 'Arcadia II', currency: 'EUR', version: 3 }),
  ]);
});

it('may be changed while only shows that are over, or called off, were sold', async () => {
  const { body: later } = await schedule({ amount: 900, currency: 'GBP' });
  await hold(target, { showtimeId: String(later.id) }, { seatIds: ['A1'] });
  const cancel = { method: 'POST', headers: cinema.admin, payload: { reason: 'projector' } } as const;
  const cancelled = await call(target, { ...cancel, url: `/v1/showtimes/${later.id}/cancel` });
  expect(cancelled.status).toBe(200);
  await hold(target, cinema, { seatIds: ['A1'] });
  expect((await revise({ currency: 'EUR' })).status).toBe(409);
  target.clock.advance(3 * 86_400_000);
  cinema = { ...cinema, admin: await target.bearer('admin') };
  expect((await revise({ currency: 'EUR' })).status).toBe(200);
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
  expect(changed.body).toEqual(
    showtimeShown(cinema, { ...pricesShown(1_000, { regular: 1_200, premium: 3_600 }), version: 2 }),
  );
});
