/** A queue that opens when more is asked for than the theater's policy allows. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { iso, minutes } from '../../support/showtimes.ts';
import { type Cinema, call, hold, openCinema, problemOf, theater } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

const allow = async (queueAboveHoldsPerSecond?: number) => {
  const url = `/v1/theaters/${cinema.theaterId}`;
  const policies = queueAboveHoldsPerSecond === undefined ? {} : { policies: { queueAboveHoldsPerSecond } };
  const { status } = await call(target, {
    method: 'PUT',
    url,
    headers: cinema.admin,
    payload: { ...theater, ...policies },
  });
  expect(status).toBe(200);
};
const ask = async (count: number) => {
  for (let nth = 0; nth < count; nth += 1) await hold(target, cinema, { seatIds: ['A1'] });
};
const openQueues = () => target.log.events.filter(({ type }) => type === 'QueueOpened');

it('opens above the rate, for a minute of entries, and asks for a turn from then on', async () => {
  await allow(20);
  await ask(20);
  expect(openQueues()).toEqual([]);
  await ask(5);
  await eventually(() => expect(openQueues()).toHaveLength(1));
  const nowMs = target.clock.nowMs();
  expect(openQueues()[0]?.data).toEqual({
    showtimeIds: [cinema.showtimeId],
    theaterIds: [cinema.theaterId],
    entryOpensAt: iso(nowMs),
    saleStartsAt: iso(nowMs + minutes(1)),
    drawsAt: iso(nowMs + minutes(1)),
    admissionMinutes: 10,
    openAdmissionsMax: 100,
    seedHash: expect.any(String),
    seed: { box: expect.any(String) },
  });
  await eventually(async () =>
    expect(problemOf(await hold(target, cinema, { seatIds: ['A2'] }))).toBe('403 queue-required'),
  );
  await ask(50);
  expect(openQueues()).toHaveLength(1);
});

it('counts each second by itself', async () => {
  await allow(20);
  for (let second = 0; second < 5; second += 1) {
    await ask(15);
    target.clock.advance(1_000);
  }
  expect(openQueues()).toEqual([]);
});

it('opens none without a policy', async () => {
  await ask(60);
  await allow();
  await ask(60);
  expect(openQueues()).toEqual([]);
});
