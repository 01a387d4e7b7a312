/** Attacks on live seat maps: one connection or one caller that takes them all, tokens that outlive their end. */
import { get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { type Cinema, call, openCinema, problemOf } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
let port: number;
let path: string;

beforeEach(async () => {
  target = await openTestApp({
    settings: { rateLimit: { max: 1_000_000, exemptLoopback: true }, trustedProxies: { hops: 1 } },
  });
  cinema = await openCinema(target);
  await target.app.listen({ host: '127.0.0.1', port: 0 });
  port = (target.app.server.address() as AddressInfo).port;
  path = `/v1/showtimes/${cinema.showtimeId}/seats/stream`;
});
afterEach(() => target.close());

const open = async (headers: Readonly<Record<string, string>>, url = path) => {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: url, headers }, resolve).on('error', reject);
  });
  let ended = false;
  response
    .on('data', () => undefined)
    .on('close', () => {
      ended = true;
    });
  return { status: response.statusCode, hasEnded: () => ended, leave: () => response.destroy() };
};

const openWaits = async (): Promise<number> => {
  const text = await target.deps.metrics.metrics();
  return Number(/^marquee_waits_open (\d+)$/m.exec(text)?.[1]);
};

it.each(['a caller each', 'one caller'])(
  'gives one connection two streams, however many it asks for: %s',
  async (who) => {
    const first = await call(target, { url: '/v1/movies', headers: { 'x-forwarded-for': '192.0.2.7' } });
    const session = who === 'one caller' ? `guest-session: ${first.headers['guest-session']}\r\n` : '';
    const socket = connect(port, '127.0.0.1');
    const request = `GET ${path} HTTP/1.1\r\nhost: x\r\nx-forwarded-for: 192.0.2.7\r\n${session}\r\n`;
    socket.write(request.repeat(50));
    await eventually(async () => expect(await openWaits()).toBe(2));
    expect(await target.deps.metrics.metrics()).toContain(
      'marquee_budget_refusals_total{budget="streams"} 48',
    );
    socket.destroy();
    await eventually(async () => expect(await openWaits()).toBe(0));
  },
);

it('gives one caller so many streams and long polls as the theater says, and again when one has left', async () => {
  const theater = `/v1/theaters/${cinema.theaterId}`;
  const { body } = await call(target, { url: theater });
  const payload = { ...body, policies: { budgets: { streamsMax: 2 } } };
  await call(target, { method: 'PUT', url: theater, headers: cinema.admin, payload });
  const first = await call(target, { url: '/v1/movies', headers: { 'x-forwarded-for': '192.0.2.1' } });
  const from = (host: number) => ({
    'x-forwarded-for': `192.0.2.${host}`,
    'guest-session': String(first.headers['guest-session']),
  });
  const one = await open(from(1));
  const two = await open(from(2));
  const poll = { url: `/v1/showtimes/${cinema.showtimeId}/seats?since=999&wait=1`, headers: from(3) };
  const refused = await call<{ budget?: string }>(target, poll);
  expect([one.status, two.status, problemOf(refused), refused.body.budget]).toEqual([
    ...[200, 200, '429 budget-exhausted', 'streams'],
  ]);
  expect(refused.headers['retry-after']).toBe('5');
  expect((await open({ 'x-forwarded-for': '192.0.2.1' })).status).toBe(200);
  // What does not wait is not counted.
  expect((await call(target, { ...poll, url: poll.url.replace('&wait=1', '') })).status).toBe(304);
  expect((await call(target, { ...poll, method: 'HEAD' })).status).toBe(304);
  one.leave();
  await eventually(async () => expect((await call(target, poll)).status).toBe(304));
});

it('counts what one caller asks for at once on many connections', async () => {
  const first = await call(target, { url: '/v1/movies', headers: { 'x-forwarded-for': '192.0.2.8' } });
  const headers = { 'x-forwarded-for': '192.0.2.8', 'guest-session': String(first.headers['guest-session']) };
  const opened = await Promise.all(Array.from({ length: 60 }, () => open(headers)));
  const given = opened.filter(({ status }) => status === 200);
  expect([given.length, await openWaits()]).toEqual([20, 20]);
});

it('gives staff of the theater more, and says so', async () => {
  const theater = `/v1/theaters/${cinema.theaterId}`;
  const { body } = await call(target, { url: theater });
  const payload = { ...body, policies: { budgets: { streamsMax: 1 } } };
  await call(target, { method: 'PUT', url: theater, headers: cinema.admin, payload });
  const ofTheater = await target.bearer('staff', { theaterIds: [cinema.theaterId] });
  const elsewhere = await target.bearer('staff', { theaterIds: [cinema.showtimeId], subject: 'elsewhere' });
  const statuses = async (headers: Readonly<Record<string, string>>) => {
    const from = { ...headers, 'x-forwarded-for': '192.0.2.9' };
    return [(await open(from)).status, (await open(from)).status, (await open(from)).status];
  };
  expect([await statuses(ofTheater), await statuses(elsewhere)]).toEqual([
    [200, 200, 200],
    [200, 429, 429],
  ]);
  expect(await target.deps.metrics.metrics()).toContain(
    'marquee_budget_exemptions_total{budget="streams"} 2',
  );
  const said = target.logged.filter((line) => line.includes('staff went beyond a budget'));
  expect(said.map((line) => JSON.parse(line).room)).toEqual(
    Array.from({ length: 2 }, () => `seats ${cinema.showtimeId}`),
  );
});

it('has no HEAD of a stream, which would never end', async () => {
  expect((await call(target, { method: 'HEAD', url: path })).status).toBe(404);
  expect(await openWaits()).toBe(0);
});

it('ends a stream when its token is over or revoked, and every stream after an hour', async () => {
  const guest = await open({});
  const signedIn = await open(await target.bearer('customer'));
  expect([guest.status, signedIn.status]).toEqual([200, 200]);
  const log = await open(await target.bearer('analyst'), '/v1/events?follow=true');
  const token = await target.tokenFor('customer', { subject: 'somebody' });
  const revoked = await open({ authorization: `Bearer ${token}` });
  const [, claims = ''] = token.split('.');
  const { jti } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { jti: string };
  await target.deps.revocations.revoke(jti, target.clock.nowMs() + 3_600_000);
  const ended = () => [guest, signedIn, log, revoked].map(({ hasEnded }) => hasEnded());
  await eventually(() => expect(ended()).toEqual([false, false, false, true]));
  target.clock.advance(3_600_000);
  await eventually(() => expect(ended()).toEqual([true, true, true, true]));
});
