/** Holding, extending, swapping and releasing over HTTP, repeats included. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import { problem } from '../../support/problem.ts';
import { minutes } from '../../support/showtimes.ts';
import { tampered } from '../../support/tampered.ts';
import { type Cinema, call, hold, openCinema } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

/** Hears of everything this much later. */
const late = (store: EventStore, lagMs: number): EventStore => ({
  ...store,
  subscribe: (after, handlers, options) =>
    store.subscribe(
      after,
      {
        ...handlers,
        onEvents: async (recorded, next) => {
          await pause(lagMs);
          await handlers.onEvents(recorded, next);
        },
      },
      options,
    ),
});

const key = 'a-key-of-a-guest-that-nobody-guesses';

it('holds seats and gives a token that opens the hold', async () => {
  const made = await hold(target, cinema, { seatIds: ['A1', 'B2'], ticketTypes: { A1: 'child' } });
  expect(made.status).toBe(201);
  expect(made.headers['marquee-position']).toMatch(/^[0-9]{20}$/);
  expect(made.headers.location).toBe(`/v1/holds/${made.body.holdId}`);
  const { holdToken, ...rest } = made.body;
  const seen = await call(target, {
    url: `/v1/holds/${made.body.holdId}`,
    headers: { 'hold-token': holdToken },
  });
  expect(seen.status).toBe(200);
  expect(seen.body).toEqual(rest);
  expect(made.body.total.amount).toBe(made.body.seats.reduce((sum, { price }) => sum + price.amount, 0));
});

it('answers a repeat of the key byte for byte, also when the hold has changed since', async () => {
  const headers = { 'idempotency-key': key };
  const first = await hold(target, cinema, { seatIds: ['A1'] }, headers);
  target.clock.advance(minutes(5));
  const token = { 'hold-token': first.body.holdToken };
  const url = `/v1/holds/${first.body.holdId}/extend`;
  const extended = await call<typeof first.body>(target, { method: 'POST', url, headers: token });
  expect(extended.status).toBe(200);
  expect(Date.parse(extended.body.expiresAt) - Date.parse(first.body.expiresAt)).toBe(minutes(5));
  const again = await hold(target, cinema, { seatIds: ['A1'] }, headers);
  expect(again.status).toBe(201);
  expect(again.text).toBe(first.text);
  expect(again.headers['marquee-position']).toBe(first.headers['marquee-position']);
  expect(first.headers['idempotency-replayed']).toBeUndefined();
  expect(again.headers['idempotency-replayed']).toBe('true');
});

it('refuses the same key with another body, and takes it again after a refusal', async () => {
  const headers = { 'idempotency-key': key };
  await hold(target, cinema, { seatIds: ['A1'] });
  const refused = await hold(target, cinema, { seatIds: ['A1'] }, headers);
  expect(refused.status).toBe(409);
  expect((await hold(target, cinema, { seatIds: ['A2'] }, headers)).status).toBe(201);
  const other = await hold(target, cinema, { seatIds: ['A3'] }, headers);
  expect(other.status).toBe(422);
  expect(other.body).toEqual(problem('idempotency-key-reused'));
});

it('says which seats are taken, unknown or too many', async () => {
  await hold(target, cinema, { seatIds: ['A1', 'A2'] });
  const taken = await hold(target, cinema, { seatIds: ['A2', 'A3'] });
  expect(taken.status).toBe(409);
  expect(taken.body).toEqual(problem('seats-unavailable', { unavailable: ['A2'] }));
  const unknown = await hold(target, cinema, { seatIds: ['Z9'] });
  expect(unknown.status).toBe(422);
  expect(unknown.body).toEqual(problem('unknown-seat', { unknown: ['Z9'] }));
  const eleven = Array.from({ length: 11 }, (_, place) => `A${place + 1}`);
  const many = await hold(target, cinema, { seatIds: eleven });
  expect(many.status).toBe(422);
  expect(many.body).toEqual(problem('too-many-seats', { max: 10 }));
});

it('chooses the best available seats', async () => {
  const made = await hold(target, cinema, { bestAvailable: { count: 2, seatType: 'premium' } });
  expect(made.status).toBe(201);
  expect(made.body.seats.map(({ id }) => id)).toEqual([
    expect.stringMatching(/^B/),
    expect.stringMatching(/^B/),
  ]);
});

it('swaps seats under the same token and gives them back', async () => {
  const { body } = await hold(target, cinema, { seatIds: ['A1', 'A2'] });
  const headers = { 'hold-token': body.holdToken };
  const url = `/v1/holds/${body.holdId}`;
  const swapped = await call<typeof body>(target, {
    method: 'PUT',
    url: `${url}/seats`,
    headers,
    payload: { seatIds: ['A2', 'A3'] },
  });
  expect(swapped.status).toBe(200);
  expect(swapped.body.seats.map(({ id }) => id).toSorted()).toEqual(['A2', 'A3']);
  expect(swapped.body.expiresAt).toBe(body.expiresAt);
  for (const _again of [1, 2]) {
    const released = await call(target, { method: 'DELETE', url, headers });
    expect([released.status, released.text]).toEqual([204, '']);
    expect(released.headers['marquee-position']).toMatch(/^[0-9]{20}$/);
  }
  const gone = await call(target, { url, headers });
  expect(gone.status).toBe(410);
  expect(gone.body).toEqual(problem('hold-expired', { reason: 'released' }));
});

it('is over at its last instant exactly', async () => {
  const { body } = await hold(target, cinema, { seatIds: ['A1'] });
  const headers = { 'hold-token': body.holdToken };
  target.clock.advance(minutes(10) - 1);
  expect((await call(target, { url: `/v1/holds/${body.holdId}`, headers })).status).toBe(200);
  target.clock.advance(1);
  const late = await call(target, { method: 'POST', url: `/v1/holds/${body.holdId}/extend`, headers });
  expect(late.status).toBe(410);
  expect(late.body).toEqual(problem('hold-expired', { reason: 'expired' }));
});

it('knows a hold by its token only', async () => {
  const one = (await hold(target, cinema, { seatIds: ['A1'] })).body;
  const two = (await hold(target, cinema, { seatIds: ['A2'] })).body;
  const url = `/v1/holds/${one.holdId}`;
  for (const headers of [
    {},
    { 'hold-token': two.holdToken },
    { 'hold-token': tampered(one.holdToken) },
    { 'hold-token': 'x' },
  ]) {
    const { status, body } = await call(target, { url, headers });
    expect([status, body.type]).toEqual([404, '/problems/not-found']);
  }
});

it('is known on every node at once, however far behind that node is', async () => {
  const lagging = await openTestApp({ log: target.log, wrap: (store) => late(store, 100) });
  await call(lagging, { url: `/v1/showtimes/${cinema.showtimeId}/seats` });
  const { body } = await hold(target, cinema, { seatIds: ['A1'] });
  const seen = await call(lagging, {
    url: `/v1/holds/${body.holdId}`,
    headers: { 'hold-token': body.holdToken },
  });
  expect([seen.status, seen.body.holdId]).toEqual([200, body.holdId]);
  await lagging.close();
});
