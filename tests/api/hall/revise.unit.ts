/** Staff correct what is told about a hall; it holds for showtimes made from then on. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { iso, minutes, startsAtMs } from '../../support/showtimes.ts';
import { type Cinema, call, hold, openCinema, problemOf } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

const studio = { name: 'Studio', loneSeatRule: 'enforce', cleaningMinutes: 0 } as const;
const revise = (payload: object, more: Readonly<Record<string, string>> = {}) =>
  call(target, {
    ...({ method: 'PUT', url: `/v1/halls/${cinema.hallId}` } as const),
    ...{ headers: { ...cinema.admin, ...more }, payload },
  });
const nextDay = async (): Promise<string> => {
  const payload = { ...cinema.showtime, startsAt: iso(startsAtMs + minutes(24 * 60)) };
  const request = { method: 'POST', url: '/v1/showtimes', headers: cinema.admin, payload } as const;
  return (await call<{ id: string }>(target, request)).body.id;
};

it('shows the new name at once, and refuses an edit that was made from what was there before', async () => {
  const revised = await revise(studio, { 'if-match': '"1"' });
  expect([revised.status, revised.body]).toEqual([
    200,
    {
      ...{ id: cinema.hallId, theaterId: cinema.theaterId, version: 2, ...studio },
      ...{ layoutVersion: 1, seatCount: 24 },
    },
  ]);
  const stale = await revise({ ...studio, name: 'Two' }, { 'if-match': '"1"' });
  expect([problemOf(stale), stale.body.version]).toEqual(['412 stale-version', 2]);
});

it('holds for showtimes made from now on', async () => {
  expect((await revise(studio)).status).toBe(200);
  const seats = { seatIds: ['A2'] };
  expect((await hold(target, cinema, seats)).status).toBe(201);
  const later = await hold(target, { showtimeId: await nextDay() }, seats);
  expect(problemOf(later)).toBe('409 lone-seat');
});
