/** Refused holds become counts in the showtime's stream of lost demand. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LostDemand } from '../../../src/domain/demand/events.ts';
import { EventStoreUnavailable } from '../../../src/ports/EventStore.ts';
import { around } from '../../support/nodes.ts';
import { iso, minutes, onSaleMs } from '../../support/showtimes.ts';
import { type Cinema, call, hold, openCinema, problemOf } from '../support/cinema.ts';
import { openTestApp, type TestApp, type TestAppOptions } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
let answersLost = 0;

const open = async (settings: NonNullable<TestAppOptions['settings']> = {}): Promise<void> => {
  answersLost = 0;
  target = await openTestApp({
    settings,
    wrap: (store) =>
      around(store, async (append, inner) => {
        const result = await inner.append(append);
        if (!append.stream.startsWith('demand-') || answersLost === 0) return result;
        answersLost -= 1;
        throw new EventStoreUnavailable('the answer was lost');
      }),
  });
  cinema = await openCinema(target);
};
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await target.close();
});

const reports = async (): Promise<readonly LostDemand[]> => {
  const read = await target.deps.events.readStream(`demand-${cinema.showtimeId}`);
  return read.map(({ data }) => data as LostDemand);
};
const countsOf = (all: readonly LostDemand[]) =>
  all.flatMap(({ refusals }) =>
    refusals.map(({ why, seatType, party, count }) => `${why} ${seatType} ${party}: ${count}`),
  );
const refusedHold = async (body: object): Promise<string> => problemOf(await hold(target, cinema, body));
const afterMs = async (ms: number): Promise<void> => {
  target.clock.advance(ms);
  await vi.advanceTimersByTimeAsync(1_000);
  // Appends of the memory log take a few turns.
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
};

const seats = (row: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, place) => `${row}${from + place}`);

it('counts refusals by reason, seat type and party, in one event when the node stops', async () => {
  await open();
  expect((await hold(target, cinema, { seatIds: seats('A', 1, 10) })).status).toBe(201);
  expect((await hold(target, cinema, { seatIds: ['A11'] })).status).toBe(201);
  expect(await refusedHold({ seatIds: ['A1'] })).toBe('409 seats-unavailable');
  expect(await refusedHold({ seatIds: ['A1'] })).toBe('409 seats-unavailable');
  expect(await refusedHold({ seatIds: ['A2', 'B1'] })).toBe('409 seats-unavailable');
  expect(await refusedHold({ bestAvailable: { count: 2, seatType: 'regular' } })).toBe(
    '409 seats-unavailable',
  );
  expect((await hold(target, cinema, { seatIds: ['A12'] })).status).toBe(201);
  expect(await refusedHold({ bestAvailable: { count: 2, seatType: 'regular' } })).toBe(
    '409 seats-unavailable',
  );
  expect(await refusedHold({ seatIds: seats('B', 1, 12) })).toBe('422 too-many-seats');
  expect(await refusedHold({ seatIds: ['Z1'] })).toBe('422 unknown-seat');
  expect(await reports()).toEqual([]);
  await target.lostDemand.close();
  const [report, ...others] = await reports();
  expect(others).toEqual([]);
  expect(report).toEqual({
    reportId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    ...{ showtimeId: cinema.showtimeId, movieId: cinema.movieId, theaterId: cinema.theaterId },
    ...{ from: iso(onSaleMs), until: iso(onSaleMs) },
    refusals: [
      { why: 'seats-unavailable', seatType: 'regular', party: 1, count: 2 },
      { why: 'seats-unavailable', seatType: 'mixed', party: 2, count: 1 },
      { why: 'seats-unavailable', seatType: 'regular', party: 2, count: 1 },
      { why: 'sold-out', seatType: 'regular', party: 2, count: 1 },
      { why: 'too-many-seats', seatType: 'premium', party: 12, count: 1 },
    ],
  });
});

it('counts what budgets and a closed sale refuse, and nothing for a showtime that does not exist', async () => {
  await open({ rateLimit: { max: 10_000, exemptLoopback: false } });
  expect((await hold(target, cinema, { seatIds: seats('A', 1, 10) })).status).toBe(201);
  expect(await refusedHold({ seatIds: ['A11', 'A12'] })).toBe('429 budget-exhausted');
  const url = `/v1/showtimes/${cinema.showtimeId}/sales/close`;
  expect((await call(target, { method: 'POST', url, headers: cinema.admin })).status).toBe(200);
  target.clock.advance(minutes(11));
  expect(await refusedHold({ bestAvailable: { count: 3 } })).toBe('409 showtime-not-on-sale');
  const nowhere = { ...cinema, showtimeId: '01900000-0000-7000-8000-0000000000ff' };
  expect((await hold(target, nowhere, { seatIds: ['A1'] })).status).toBe(404);
  await target.lostDemand.close();
  expect(countsOf(await reports())).toEqual(['budget-exhausted regular 2: 1', 'not-on-sale any 3: 1']);
  expect(await target.deps.events.readStream(`demand-${nowhere.showtimeId}`)).toEqual([]);
});

it('records once a minute and showtime, a period after the other', async () => {
  await open();
  await hold(target, cinema, { seatIds: ['A1'] });
  await refusedHold({ seatIds: ['A1'] });
  await afterMs(59_999);
  expect(await reports()).toEqual([]);
  await refusedHold({ seatIds: ['A1'] });
  await afterMs(1);
  expect(countsOf(await reports())).toEqual(['seats-unavailable regular 1: 2']);
  await afterMs(minutes(5));
  await refusedHold({ seatIds: ['A1'] });
  await afterMs(minutes(1));
  const periods = (await reports()).map(({ from, until }) => [from, until]);
  expect(periods).toEqual([
    [iso(onSaleMs), iso(onSaleMs + 60_000)],
    [iso(onSaleMs + minutes(6)), iso(onSaleMs + minutes(7))],
  ]);
});

it('counts once what is sent again after a lost answer', async () => {
  await open();
  await hold(target, cinema, { seatIds: ['A1'] });
  await refusedHold({ seatIds: ['A1'] });
  answersLost = 1;
  await afterMs(minutes(1));
  await afterMs(1_000);
  await afterMs(1_000);
  await target.lostDemand.close();
  expect(countsOf(await reports())).toEqual(['seats-unavailable regular 1: 1']);
});

it('has what each of two nodes counted', async () => {
  await open();
  const second = await openTestApp({ log: target.log });
  await hold(target, cinema, { seatIds: ['A1'] });
  await refusedHold({ seatIds: ['A1'] });
  expect(problemOf(await hold(second, cinema, { seatIds: ['A1'] }))).toBe('409 seats-unavailable');
  await Promise.all([target.lostDemand.close(), second.lostDemand.close()]);
  const counted = 'seats-unavailable regular 1: 1';
  expect(countsOf(await reports())).toEqual([counted, counted]);
  await second.close();
});
