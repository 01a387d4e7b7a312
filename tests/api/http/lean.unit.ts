/** What every answer carries and every log line says, whatever the way to them costs. */
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

const securityHeaders = {
  'content-security-policy': "default-src 'none';object-src 'none';base-uri 'none';frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
};

it('carries the security headers on answers and refusals alike, and nothing else', async () => {
  const perAnswer = {
    'x-request-id': expect.any(String),
    date: expect.any(String),
    connection: 'keep-alive',
    'guest-session': expect.any(String),
  };
  const read = await call(target, { url: `/v1/showtimes/${cinema.showtimeId}/seats?view=compact` });
  expect(read.headers).toEqual({
    ...securityHeaders,
    ...perAnswer,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(read.text.length),
    'cache-control': 'private, no-cache',
    etag: 'W/"1.1"',
  });
  const refused = await call(target, { url: '/nowhere' });
  expect(refused.headers).toEqual({
    ...securityHeaders,
    ...perAnswer,
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(refused.text.length),
    'cache-control': 'no-store',
  });
});

// The second time it is known at once that the hold will be refused.
it.each([1, 2])('answers a taken seat with the whole problem and its headers, time %i', async (times) => {
  await hold(target, cinema, { seatIds: ['A1'] });
  for (let before = 1; before < times; before += 1) await hold(target, cinema, { seatIds: ['A1'] });
  const refused = await hold(target, cinema, { seatIds: ['A1', 'A2'] });
  expect([refused.status, refused.headers, JSON.parse(refused.text)]).toEqual([
    409,
    {
      ...securityHeaders,
      'x-request-id': refused.headers['x-request-id'],
      date: expect.any(String),
      connection: 'keep-alive',
      'guest-session': expect.any(String),
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': String(refused.text.length),
      'cache-control': 'no-store',
    },
    {
      type: '/problems/seats-unavailable',
      title: 'Some of the seats are not available',
      status: 409,
      detail: 'Some of the seats are not available',
      requestId: refused.headers['x-request-id'],
      unavailable: ['A1'],
    },
  ]);
});

it('logs one line per request, with its id', async () => {
  target.logged.length = 0;
  const { headers } = await hold(target, cinema, { seatIds: ['A1'] });
  expect(target.logged.map((line) => JSON.parse(line))).toEqual([
    {
      level: 30,
      time: expect.any(Number),
      pid: process.pid,
      hostname: expect.any(String),
      requestId: headers['x-request-id'],
      method: 'POST',
      route: '/v1/showtimes/:id/holds',
      status: 201,
      elapsedMs: expect.any(Number),
      msg: 'answered',
    },
  ]);
});
