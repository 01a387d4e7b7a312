/** Requests per address: who is counted as one, who is not counted, and what a refusal looks like. */
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { problem } from '../../../support/problem.ts';
import { call } from '../../support/cinema.ts';
import { openingOthers } from '../../support/openingOthers.ts';

const openOther = openingOthers();

it('limits a caller, before anything else is looked at', async () => {
  const rateLimit = { max: 2, exemptLoopback: false };
  const limited = await openOther({ settings: { rateLimit } });
  const headers = { authorization: 'Bearer nonsense' };
  expect((await call(limited, { url: '/v1/movies', headers })).status).toBe(401);
  expect((await call(limited, { url: '/nowhere' })).status).toBe(404);
  const shed = await call(limited, { url: '/v1/movies', headers });
  expect([shed.status, shed.body]).toEqual([429, problem('rate-limited')]);
  expect(Number(shed.headers['retry-after'])).toBeGreaterThan(0);
  expect((await call(limited, { url: '/health/live' })).status).toBe(200);
});

it('counts an address once, whatever it says of itself and wherever it moves within its network', async () => {
  const rateLimit = { max: 2, exemptLoopback: true };
  const limited = await openOther({ settings: { rateLimit, trustedProxies: { ranges: ['10.0.0.0/8'] } } });
  const statusFor = async (forwarded: string) => {
    const headers = { 'x-forwarded-for': forwarded };
    return (await call(limited, { url: '/v1/movies', remoteAddress: '10.0.0.1', headers })).status;
  };
  expect(await statusFor('2001:db8:1:2::1')).toBe(200);
  expect(await statusFor('127.0.0.1, 2001:db8:1:2::2')).toBe(200);
  expect(await statusFor('192.0.2.1, [2001:db8:1:2::3]:443')).toBe(429);
  expect(await statusFor('2001:db8:1:3::1')).toBe(200);
});

it('leaves loopback alone where that is the setting', async () => {
  const rateLimit = { max: 1, exemptLoopback: true };
  const limited = await openOther({ settings: { rateLimit } });
  for (const remoteAddress of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '127.0.0.1']) {
    expect((await call(limited, { url: '/v1/movies', remoteAddress })).status).toBe(200);
  }
  const remoteAddress = '192.0.2.7';
  expect((await call(limited, { url: '/v1/movies', remoteAddress })).status).toBe(200);
  expect((await call(limited, { url: '/v1/movies', remoteAddress })).status).toBe(429);
});

const limitedTo = (max: number) => ({
  settings: { rateLimit: { max, exemptLoopback: true }, trustedProxies: { hops: 1 } },
});
const from = (address: string, more: Readonly<Record<string, string>> = {}) => ({
  'x-forwarded-for': address,
  ...more,
});

it('tells what is left of both measures, and when they begin again', async () => {
  const limited = await openOther(limitedTo(10));
  const first = await call(limited, { url: '/v1/movies', headers: from('192.0.2.1') });
  const { 'ratelimit-policy': policy, ratelimit, 'guest-session': session = '' } = first.headers;
  expect([policy, ratelimit]).toEqual(['"address";q=10;w=60', '"address";r=9;t=60']);
  const headers = from('192.0.2.1', { 'guest-session': session });
  const second = await call(limited, { url: '/v1/movies', headers });
  expect([second.headers['ratelimit-policy'], second.headers.ratelimit]).toEqual([
    '"address";q=10;w=60, "caller";q=2;w=60',
    '"address";r=8;t=60, "caller";r=1;t=60',
  ]);
  expect(
    (await call(limited, { url: '/v1/movies', headers: from('192.0.2.2', { 'guest-session': session }) }))
      .status,
  ).toBe(200);
  const third = await call(limited, { url: '/v1/movies', headers });
  expect([third.status, third.headers['retry-after'], third.headers.ratelimit]).toEqual([
    429,
    '60',
    '"address";r=7;t=60, "caller";r=0;t=60',
  ]);
  limited.clock.advance(60_000);
  expect((await call(limited, { url: '/v1/movies', headers })).status).toBe(200);
});

it('counts large bodies by their size, and no longer reads those of an address that has sent too many', async () => {
  const limited = await openOther(limitedTo(20));
  const send = (kib: number) =>
    call(limited, {
      ...{ method: 'POST', url: `/v1/showtimes/${randomUUID()}/holds`, headers: from('192.0.2.1') },
      payload: { padding: 'x'.repeat(kib * 1_024) },
    });
  const left = async (kib: number) => {
    const { status, headers } = await send(kib);
    return [status, /r=(\d+)/.exec(headers.ratelimit ?? '')?.[1], headers.connection === 'close'];
  };
  expect(await left(15)).toEqual([400, '19', false]);
  expect(await left(256)).toEqual([413, '2', false]);
  expect(await left(256)).toEqual([429, '0', true]);
  expect(await left(15)).toEqual([429, '0', false]);
});

it('sells to an address that has browsed too much', async () => {
  const limited = await openOther(limitedTo(3));
  const browse = async () => (await call(limited, { url: '/v1/movies', headers: from('192.0.2.1') })).status;
  expect([await browse(), await browse(), await browse(), await browse()]).toEqual([200, 200, 200, 429]);
  const url = '/v1/showtimes/00000000-0000-4000-8000-000000000000/holds';
  const payload = { seatIds: ['A1'] };
  const headers = from('192.0.2.1');
  expect((await call(limited, { method: 'POST', url, headers, payload })).status).toBe(404);
  // A checkout asks how it may pay.
  expect((await call(limited, { url: '/v1/payment-options', headers })).status).toBe(200);
});
