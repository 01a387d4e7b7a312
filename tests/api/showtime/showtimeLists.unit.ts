/** Lists of showtimes say of each what the single read says, and load no streams to do so. */
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

interface Listed {
  readonly items: readonly { readonly id: string; readonly availableSeats: number }[];
}
const lists = () => [
  '/v1/showtimes',
  `/v1/movies/${cinema.movieId}/showtimes`,
  `/v1/theaters/${cinema.theaterId}/showtimes`,
];

const expectAlike = async (): Promise<void> => {
  const single = await call(target, { url: `/v1/showtimes/${cinema.showtimeId}` });
  for (const url of lists()) {
    const list = await call<Listed>(target, { url });
    expect(list.status).toBe(200);
    expect(list.text).toBe(`{"items":[${single.text}],"nextCursor":null}`);
  }
};

it('answers byte for byte as the single read does, whatever happened', async () => {
  const staff = (what: string, payload: object, method: 'POST' | 'PUT' = 'POST') =>
    call(target, {
      method,
      url: `/v1/showtimes/${cinema.showtimeId}/${what}`,
      headers: { ...cinema.admin, ...(method === 'PUT' ? { 'if-match': '"1"' } : {}) },
      payload,
    });
  await expectAlike();
  const { body } = await hold(target, cinema, { seatIds: ['A1', 'A2'] });
  await expectAlike();
  const headers = { 'hold-token': body.holdToken };
  const url = `/v1/holds/${body.holdId}`;
  await call(target, {
    method: 'PUT',
    url: `${url}/seats`,
    headers,
    payload: { seatIds: ['A2', 'A3', 'A4'] },
  });
  await expectAlike();
  await call(target, { method: 'DELETE', url, headers });
  await expectAlike();
  expect((await staff('seats/block', { seatIds: ['B1'], reason: 'broken' })).status).toBe(200);
  await expectAlike();
  const priced = await staff('pricing', { basePrice: { amount: 1_999, currency: 'GBP' } }, 'PUT');
  expect(priced.status).toBe(200);
  await expectAlike();
  expect((await staff('cancel', { reason: 'storm' })).status).toBe(200);
  await expectAlike();
});

it('shows how far each is, only when asked near a point', async () => {
  const near = await call<{ items: { distanceKm?: number }[] }>(target, {
    url: '/v1/showtimes?near=51.5,-0.1',
  });
  expect(near.body.items.map((each) => 'distanceKm' in each)).toEqual([true]);
  const plain = await call<{ items: object[] }>(target, { url: '/v1/showtimes' });
  expect(plain.body.items.map((each) => 'distanceKm' in each)).toEqual([false]);
});

it('reads a stream only for what the model has not heard of', async () => {
  let reads = 0;
  const { showtimes } = target.deps.commands;
  const read = showtimes.read;
  showtimes.read = (id) => {
    reads += 1;
    return read(id);
  };
  const { text } = await call(target, { url: '/v1/showtimes' });
  expect(reads).toBe(0);
  target.deps.availability.standings = async () => new Map();
  expect((await call(target, { url: '/v1/showtimes' })).text).toBe(text);
  expect(reads).toBe(1);
});
