/** An event loop that is late: browsing and the back office are shed, holds and payments go on until it is much later. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cinema, call, hold, openCinema, problemOf } from '../api/support/cinema.ts';
import { openingOthers } from '../api/support/openingOthers.ts';
import { openTestApp, type TestApp } from '../api/support/testApp.ts';
import { eventually } from '../support/eventually.ts';
import { problem } from '../support/problem.ts';

let target: TestApp;
let cinema: Cinema;
let blocking: NodeJS.Timeout | undefined;
const openOther = openingOthers();

beforeAll(async () => {
  target = await openTestApp({ settings: { eventLoopDelayMsMax: 60 } });
  cinema = await openCinema(target);
});
afterAll(async () => {
  clearInterval(blocking);
  await target.close();
});

const blockFor = (ms: number): void => {
  clearInterval(blocking);
  blocking = setInterval(() => {
    const until = performance.now() + ms;
    while (performance.now() < until);
  }, ms + 5);
};

/** More than are answered in any second. */
const askedAtOnce = 80;
const refusedOf = async (ask: () => Promise<{ readonly status: number; readonly body: unknown }>) => {
  const answers = await Promise.all(Array.from({ length: askedAtOnce }, ask));
  return answers.filter((answer) => problemOf(answer as never) === '503 overloaded').length;
};

const browse = () => call(target, { url: '/v1/movies' });
const office = () => call(target, { url: '/v1/ops/projections', headers: cinema.admin });
const sell = () => hold(target, cinema, { seatIds: ['A1'] });

describe('every lag counted as too much', () => {
  it('sheds all but a few requests a second while the event loop lags, and no probe', async () => {
    const busy = await openOther({ settings: { eventLoopDelayMsMax: 0.000_001 } });
    const shed = await eventually(async () => {
      const all = Array.from({ length: 40 }, () => call(busy, { url: '/v1/movies' }));
      const refused = (await Promise.all(all)).filter(({ status }) => status !== 200);
      // The lag is sampled once a second. A second may turn while they are asked, so up to twice as many are answered.
      expect(refused.length).toBeGreaterThan(0);
      return refused;
    }, 10_000);
    expect(shed.length).toBeLessThanOrEqual(8);
    for (const { status, headers, body } of shed) {
      expect([status, headers['retry-after'], body]).toEqual([503, '1', problem('overloaded')]);
    }
    expect((await call(busy, { url: '/health/live' })).status).toBe(200);
  });

  it('answers a few requests however slow the event loop is', async () => {
    const busy = await openOther({ settings: { eventLoopDelayMsMax: 0.000_001 } });
    const stop = performance.now() + 1_500;
    while (performance.now() < stop) {
      expect((await call(busy, { url: '/v1/movies' })).status).toBe(200);
      await pause(50);
    }
  });
});

it('sheds browsing and the back office first, and selling only when it is much worse', async () => {
  blockFor(120);
  await eventually(async () => expect(await refusedOf(browse)).toBeGreaterThan(0), 20_000);
  await eventually(async () => expect(await refusedOf(office)).toBeGreaterThan(0), 20_000);
  expect(await refusedOf(sell)).toBe(0);
  blockFor(600);
  await eventually(async () => expect(await refusedOf(sell)).toBeGreaterThan(0), 60_000);
});
