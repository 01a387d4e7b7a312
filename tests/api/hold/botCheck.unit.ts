/** Beyond an address's share a hold is made for a proof: dull for a bot, open to a campus behind one address. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openProofOfWork } from '../../../src/adapters/proof-of-work/openProofOfWork.ts';
import { onSaleMs } from '../../support/showtimes.ts';
import { solveChallenge } from '../../support/solveChallenge.ts';
import { call, hold, openCinema, problemOf } from '../support/cinema.ts';
import { openingOthers } from '../support/openingOthers.ts';
import type { TestApp } from '../support/testApp.ts';

const openOther = openingOthers();
// The library looks at the machine's clock.
beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: onSaleMs }));
afterEach(() => void vi.useRealTimers());

const botCheck = openProofOfWork({ key: new Uint8Array(32).fill(9), difficulty: 1, keyPrefix: '0' });

/** Two rows of twelve: the share of an address is one hold of ten. */
const openHouse = async (deps: object = { botCheck }) => {
  const rateLimit = { max: 1_000_000, exemptLoopback: true };
  const target = await openOther({
    settings: { rateLimit, trustedProxies: { hops: 1 }, corsOrigins: ['https://tickets.example.org'] },
    deps,
  });
  return { target, cinema: await openCinema(target) };
};
const from = (address: string, session?: string): Record<string, string> => ({
  'x-forwarded-for': address,
  ...(session === undefined ? {} : { 'guest-session': session }),
});
const best = (count: number) => ({ bestAvailable: { count } });
type Answer = Awaited<ReturnType<typeof hold>>;
const challengeIn = ({ body }: Pick<Answer, 'body'>): unknown => (body as { challenge?: unknown }).challenge;

const fill = async (target: TestApp, cinema: { showtimeId: string }, address: string) => {
  expect((await hold(target, cinema, best(10), from(address))).status).toBe(201);
};
/** Asks until it is challenged; gives the session that the challenge is for, and its answer. */
const challenged = async (target: TestApp, cinema: { showtimeId: string }, address: string, count = 2) => {
  const asked = await hold(target, cinema, best(count), from(address));
  expect(problemOf(asked)).toBe('403 challenge-required');
  const session = String(asked.headers['guest-session']);
  return { asked, session, answer: await solveChallenge(challengeIn(asked)) };
};

it('asks for a proof, and says what for', async () => {
  const { target, cinema } = await openHouse();
  await fill(target, cinema, '192.0.2.7');
  const { asked, session, answer } = await challenged(target, cinema, '192.0.2.7');
  const { kind, expiresAt }: { kind: string; expiresAt: string } = JSON.parse(asked.text);
  expect([kind, expiresAt]).toEqual(['proof-of-work', new Date(onSaleMs + 5 * 60_000).toISOString()]);
  const headers = { ...from('192.0.2.7', session), 'bot-check': answer };
  expect((await hold(target, cinema, best(2), headers)).status).toBe(201);
  // The rest of the house is open to others without.
  expect((await hold(target, cinema, best(2), from('192.0.2.8'))).status).toBe(201);
});

it('takes each proof for one hold, of its caller and showtime, of as many seats', async () => {
  const { target, cinema } = await openHouse();
  const make = { method: 'POST', url: '/v1/showtimes', headers: cinema.admin } as const;
  const payload = { ...cinema.showtime, startsAt: new Date(onSaleMs + 72 * 3_600_000).toISOString() };
  const { body } = await call<{ id: string }>(target, { ...make, payload });
  const second = { showtimeId: body.id };
  await fill(target, cinema, '192.0.2.7');
  await fill(target, second, '192.0.2.7');
  const { session, answer } = await challenged(target, cinema, '192.0.2.7');
  const headers = { ...from('192.0.2.7', session), 'bot-check': answer };
  const refusals = [
    await hold(target, cinema, best(3), headers),
    await hold(target, second, best(2), headers),
    await hold(target, cinema, best(2), { ...from('192.0.2.7'), 'bot-check': answer }),
    await hold(target, cinema, best(2), { ...headers, 'bot-check': 'nonsense' }),
  ];
  expect(refusals.map(problemOf)).toEqual(Array.from({ length: 4 }, () => '403 challenge-required'));
  const both = await Promise.all([1, 2].map(() => hold(target, cinema, best(2), headers)));
  expect(both.map(problemOf).sort()).toEqual(['201', '403 challenge-required']);
  const metrics = (await target.deps.metrics.metrics()).split('\n');
  expect(metrics.filter((line) => line.startsWith('marquee_bot_checks_total'))).toEqual([
    'marquee_bot_checks_total{outcome="asked"} 6',
    'marquee_bot_checks_total{outcome="good"} 1',
    'marquee_bot_checks_total{outcome="bad"} 4',
    'marquee_bot_checks_total{outcome="used"} 1',
  ]);
});

it('keeps a proof good while the seats were taken by others, and forgets it after five minutes', async () => {
  const { target, cinema } = await openHouse();
  expect((await hold(target, cinema, { seatIds: ['B1'] }, from('192.0.2.8'))).status).toBe(201);
  await fill(target, cinema, '192.0.2.7');
  const { session, answer } = await challenged(target, cinema, '192.0.2.7');
  const headers = { ...from('192.0.2.7', session), 'bot-check': answer };
  const taken = await hold(target, cinema, { seatIds: ['B1', 'B12'] }, headers);
  expect(problemOf(taken)).toBe('409 seats-unavailable');
  expect((await hold(target, cinema, { seatIds: ['B11', 'B12'] }, headers)).status).toBe(201);
  const late = await challenged(target, cinema, '192.0.2.7');
  target.clock.advance(5 * 60_000 + 1_000);
  const lateHeaders = { ...from('192.0.2.7', late.session), 'bot-check': late.answer };
  expect(problemOf(await hold(target, cinema, best(2), lateHeaders))).toBe('403 challenge-required');
});

it('answers a repeat as before, without a proof', async () => {
  const { target, cinema } = await openHouse();
  await fill(target, cinema, '192.0.2.7');
  const { session, answer } = await challenged(target, cinema, '192.0.2.7');
  const headers = { ...from('192.0.2.7', session), 'idempotency-key': 'a-key-of-22-characters-or-more' };
  const first = await hold(target, cinema, best(2), { ...headers, 'bot-check': answer });
  const again = await hold(target, cinema, best(2), headers);
  expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([
    201,
    first.body,
    'true',
  ]);
});

it('asks for a proof when a swap goes beyond, and never asks staff', async () => {
  const { target, cinema } = await openHouse();
  const { headers: given, body } = await hold(target, cinema, { seatIds: ['A1'] }, from('192.0.2.7'));
  expect((await hold(target, cinema, best(9), from('192.0.2.7'))).status).toBe(201);
  const swap = (more: Record<string, string>) =>
    call(target, {
      method: 'PUT',
      url: `/v1/holds/${body.holdId}/seats`,
      headers: {
        ...from('192.0.2.7', String(given['guest-session'])),
        ...{ 'hold-token': body.holdToken, ...more },
      },
      payload: { seatIds: ['B10', 'B11', 'B12'] },
    });
  const asked = await swap({});
  expect(problemOf(asked)).toBe('403 challenge-required');
  const challenge = (asked.body as { challenge?: unknown }).challenge;
  expect((await swap({ 'bot-check': await solveChallenge(challenge) })).status).toBe(200);
  const staff = await target.bearer('staff', { theaterIds: [cinema.theaterId] });
  expect((await hold(target, cinema, best(4), { ...from('192.0.2.7'), ...staff })).status).toBe(201);
});

it('lets pages of other origins send the proof', async () => {
  const { target, cinema } = await openHouse();
  const answer = await call(target, {
    method: 'OPTIONS',
    url: `/v1/showtimes/${cinema.showtimeId}/holds`,
    headers: {
      origin: 'https://tickets.example.org',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'bot-check,content-type,guest-session',
    },
  });
  expect([answer.status, answer.headers['access-control-allow-headers']]).toEqual([
    204,
    'bot-check,content-type,guest-session',
  ]);
});
