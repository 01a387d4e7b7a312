/** A lot that is drawn before the sale, because entry opens early enough. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { iso, minutes } from '../../support/showtimes.ts';
import { type Cinema, call, hold, openCinema, problemOf } from '../support/cinema.ts';
import { openQueueOf } from '../support/queues.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

const leadMs = 90_000;

let target: TestApp;
let cinema: Cinema;
beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

const openEarly = async (callersCount: number) => {
  const room = await openQueueOf(target, cinema, {}, minutes(10));
  const callers = await room.crowd(callersCount);
  const lookAtAll = async () => {
    const looked = await Promise.all(
      callers.map(async (caller) => ({ ...caller, ...(await room.look(caller.headers, caller.entry)).body })),
    );
    return looked.toSorted((one, other) => (one.place ?? 0) - (other.place ?? 0));
  };
  return { ...room, lookAtAll };
};

it('says when the lot is drawn, and draws it then', async () => {
  const { show, url, advance, untilSale, lookAtAll, guest, enter } = await openEarly(4);
  const drawsAt = iso(target.clock.nowMs() + untilSale() - leadMs);
  const before = (await show()).body;
  expect([before.status, Reflect.get(before, 'drawsAt')]).toEqual(['entry-open', drawsAt]);
  expect((await lookAtAll()).map((entry) => [entry.status, entry.drawsAt])).toEqual(
    [1, 2, 3, 4].map(() => ['before-draw', drawsAt]),
  );
  const list = () => call(target, { url: `${url}/entries` });
  const early = await list();
  expect([problemOf(early), Reflect.get(early.body, 'drawsAt')]).toEqual(['409 lot-not-drawn', drawsAt]);
  await advance(untilSale() - leadMs);
  const after = (await show()).body;
  expect([after.status, after.serving, after.seed?.length]).toEqual(['drawn', 0, 64]);
  expect((await list()).status).toBe(200);
  expect((await lookAtAll()).map(({ status, place, ahead }) => [status, place, ahead])).toEqual(
    [1, 2, 3, 4].map((place) => ['waiting', place, place - 1]),
  );
  const late = (await enter(await guest())).body;
  expect([late.status, late.place]).toEqual(['waiting', 5]);
});

it('admits no one before the sale, and the first as soon as it starts', async () => {
  const { show, advance, untilSale, lookAtAll, turns } = await openEarly(4);
  await advance(untilSale() - leadMs);
  await advance(untilSale() - 2_700);
  expect(turns.called).toBe(0);
  // Called, so that every node knows when they come.
  await advance(700);
  expect([turns.called, (await show()).body.status]).toEqual([2, 'drawn']);
  const [first] = await lookAtAll();
  if (first === undefined) throw new Error('no one waits');
  expect([first.status, first.place, first.ahead, first.admission]).toEqual(['waiting', 1, 0, undefined]);
  expect(problemOf(await hold(target, cinema, { seatIds: ['A1'] }, first.headers))).toBe(
    '403 queue-required',
  );
  expect(first.pollAfterMs).toBeGreaterThanOrEqual(untilSale());
  expect(first.pollAfterMs).toBeLessThanOrEqual(untilSale() + 1_000);
  target.clock.advance(untilSale() - 1);
  expect((await lookAtAll()).map(({ status }) => status)).toEqual([
    'waiting',
    'waiting',
    'waiting',
    'waiting',
  ]);
  target.clock.advance(1);
  const looked = await lookAtAll();
  expect(looked.map(({ status }) => status)).toEqual(['admitted', 'admitted', 'waiting', 'waiting']);
  expect((await show()).body.status).toBe('on-sale');
  const [admitted] = looked;
  const turn = { ...admitted?.headers, 'queue-admission': admitted?.admission ?? '' };
  expect((await hold(target, cinema, { seatIds: ['A1'] }, turn)).status).toBe(201);
});

it('keeps prices from the start of the sale, not from the draw', async () => {
  const { advance, untilSale } = await openEarly(1);
  const reprice = (amount: number) =>
    call(target, {
      method: 'PUT',
      url: `/v1/showtimes/${cinema.showtimeId}/pricing`,
      headers: cinema.admin,
      payload: { basePrice: { amount, currency: 'GBP' } },
    });
  await advance(untilSale() - leadMs);
  expect((await reprice(1_100)).status).toBe(200);
  await advance(untilSale());
  expect(problemOf(await reprice(1_200))).toBe('409 prices-kept');
});

it('calls on after the first turns, which last thirty seconds from the start of the sale', async () => {
  const { advance, untilSale, turns } = await openEarly(4);
  await advance(untilSale() - leadMs);
  await advance(untilSale() - 1_000);
  expect(turns).toEqual({ lapsed: 0, called: 2 });
  await advance(untilSale() + 29_000);
  expect(turns).toEqual({ lapsed: 0, called: 2 });
  await advance(1_000);
  expect(turns).toEqual({ lapsed: 2, called: 4 });
});
