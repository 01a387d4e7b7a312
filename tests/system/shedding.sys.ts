/** An event loop that is late: browsing and the back office are shed, holds and payments go on until it is much later. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cinema, call, hold, openCinema, problemOf } from '../api/support/cinema.ts';
import { openTestApp, type TestApp } from '../api/support/testApp.ts';
import { eventually } from '../support/eventually.ts';

let target: TestApp;
let cinema: Cinema;
let blocking: NodeJS.Timeout | undefined;

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

it('sheds browsing and the back office first, and selling only when it is much worse', async () => {
  blockFor(120);
  await eventually(async () => expect(await refusedOf(browse)).toBeGreaterThan(0), 20_000);
  await eventually(async () => expect(await refusedOf(office)).toBeGreaterThan(0), 20_000);
  expect(await refusedOf(sell)).toBe(0);
  blockFor(600);
  await eventually(async () => expect(await refusedOf(sell)).toBeGreaterThan(0), 60_000);
});
