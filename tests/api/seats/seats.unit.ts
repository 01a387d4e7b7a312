/** The seat map in all its forms, and what staff change in it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { problem } from '../../support/problem.ts';
import { minutes } from '../../support/showtimes.ts';
import { type Cinema, call, hold, openCinema } from '../support/cinema.ts';
import { showtimeShown } from '../support/shown.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

interface Compact {
  readonly revision: number;
  readonly status: string;
}
const seats = <Body = Compact>(query: string, headers: Record<string, string> = {}) =>
  call<Body>(target, { url: `/v1/showtimes/${cinema.showtimeId}/seats?${query}`, headers });

it('shows the map whole and compact, with one tag for both', async () => {
  await hold(target, cinema, { seatIds: ['A1'] });
  const whole = await seats<{ seats: { id: string; status: string; price: object; row: string }[] }>('');
  expect(whole.body.seats).toHaveLength(24);
  expect(whole.body.seats[0]).toEqual({
    price: { amount: 1_200, currency: 'GBP' },
    id: 'A1',
    row: 'A',
    number: 1,
    type: 'regular',
    status: 'held',
  });
  const compact = await seats('view=compact');
  expect(compact.body.status).toBe(`H${'A'.repeat(23)}`);
  expect(compact.headers.etag).toBe(`W/"1.${compact.body.revision}"`);
  expect(whole.headers.etag).toBe(compact.headers.etag);
});

it('answers 304 to whoever has the map already', async () => {
  const { headers } = await seats('view=compact');
  const tag = String(headers.etag);
  for (const known of [tag, `W/"0.0", ${tag}`, '*', tag.slice(2)]) {
    const again = await seats('view=compact', { 'if-none-match': known });
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', tag]);
  }
  await hold(target, cinema, { seatIds: ['A1'] });
  expect((await seats('view=compact', { 'if-none-match': tag })).status).toBe(200);
});

it('waits for a change, and says 304 when none came', async () => {
  const { revision } = (await seats('view=compact')).body;
  const waiting = seats(`view=compact&since=${revision}&wait=20`);
  await hold(target, cinema, { seatIds: ['A1'] });
  const changed = await waiting;
  expect([changed.status, changed.body.revision]).toEqual([200, revision + 1]);
  expect((await seats(`view=compact&since=${revision + 1}`)).status).toBe(304);
  expect((await seats(`view=compact&since=${revision}`)).status).toBe(200);
});

it('shows the map as it was, to those who may look back', async () => {
  const before = (await seats('view=compact')).body;
  const beforeAt = new Date(target.clock.nowMs()).toISOString();
  target.clock.advance(minutes(1));
  await hold(target, cinema, { seatIds: ['A1'] });
  const queries = [`revision=${before.revision}`, `asOf=${beforeAt}`];
  for (const query of queries) {
    expect((await seats(`view=compact&${query}`)).status).toBe(401);
    expect((await seats(`view=compact&${query}`, await target.bearer('customer'))).status).toBe(403);
    expect((await seats(`view=compact&${query}`, await target.bearer('staff'))).status).toBe(403);
    const own = await target.bearer('staff', { theaterIds: [cinema.theaterId] });
    expect((await seats(`view=compact&${query}`, own)).body).toEqual(before);
    expect((await seats(`view=compact&${query}`, await target.bearer('analyst'))).body).toEqual(before);
  }
});

it('lets staff block and unblock seats that nobody has', async () => {
  const headers = await target.bearer('staff', { theaterIds: [cinema.theaterId] });
  const post = (what: string, payload: object) =>
    call(target, {
      method: 'POST',
      url: `/v1/showtimes/${cinema.showtimeId}/seats/${what}`,
      headers,
      payload,
    });
  const blocked = await post('block', { seatIds: ['A2'], reason: 'broken' });
  expect([blocked.status, blocked.body.seatIds]).toEqual([200, ['A2']]);
  expect((await seats('view=compact')).body.status.slice(0, 3)).toBe('AXA');
  await hold(target, cinema, { seatIds: ['A1'] });
  const refused = await post('block', { seatIds: ['A1', 'A2'], reason: 'house' });
  expect([refused.status, refused.body]).toEqual([
    409,
    problem('seats-unavailable', { unavailable: ['A1'] }),
  ]);
  expect((await post('unblock', { seatIds: ['A2'] })).status).toBe(200);
  expect((await seats('view=compact')).body.status.slice(0, 3)).toBe('HAA');
});

it('tells the history of one seat, page by page', async () => {
  const { body } = await hold(target, cinema, { seatIds: ['A1', 'A2'] });
  const url = `/v1/holds/${body.holdId}`;
  await call(target, { method: 'DELETE', url, headers: { 'hold-token': body.holdToken } });
  await hold(target, cinema, { seatIds: ['A2'] });
  await hold(target, cinema, { seatIds: ['A1'] });
  const headers = await target.bearer('analyst');
  const whats: string[] = [];
  let cursor = '';
  for (let page = 0; page < 3; page += 1) {
    const answer = await call<{ items: { what: string }[]; nextCursor: string | null }>(target, {
      url: `/v1/showtimes/${cinema.showtimeId}/seats/A1/history?limit=1${cursor}`,
      headers,
    });
    whats.push(...answer.body.items.map(({ what }) => what));
    cursor = `&cursor=${answer.body.nextCursor}`;
  }
  expect(whats).toEqual(['held', 'released', 'held']);
  expect(cursor).toBe('&cursor=null');
  const unknown = await call(target, {
    url: `/v1/showtimes/${cinema.showtimeId}/seats/Z9/history`,
    headers,
  });
  expect(unknown.status).toBe(404);
});

it('shows how a showtime stands, and leads to its layout', async () => {
  const url = `/v1/showtimes/${cinema.showtimeId}`;
  const shown = await call(target, { url });
  expect(shown.body).toEqual(showtimeShown(cinema));
  for (const place of [0, 1]) {
    const row = 'AB'[place];
    await hold(target, cinema, { seatIds: Array.from({ length: 10 }, (_, seat) => `${row}${seat + 1}`) });
  }
  await hold(target, cinema, { seatIds: ['A11', 'A12'] });
  expect((await call(target, { url })).body).toEqual(
    showtimeShown(cinema, { availability: 'few', availableSeats: 2 }),
  );
  await hold(target, cinema, { seatIds: ['B11', 'B12'] });
  expect((await call(target, { url })).body).toEqual(
    showtimeShown(cinema, { availability: 'sold-out', availableSeats: 0 }),
  );
  const layout = await call(target, { url: `${url}/layout` });
  expect([layout.status, layout.headers.location]).toEqual([302, `/v1/halls/${cinema.hallId}/layouts/1`]);
});

it('lets a waiting reader go when the program drains', async () => {
  const { revision } = (await seats('view=compact')).body;
  const waiting = seats(`view=compact&since=${revision}&wait=25`);
  const startedAt = performance.now();
  await eventually(() => expect(target.app.server).toBeDefined());
  await target.app.close();
  expect((await waiting).status).toBe(304);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
