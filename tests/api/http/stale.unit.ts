/** While the log is away single things and lists come from the read models, and say since when and up to where. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EventStore, EventStoreUnavailable } from '../../../src/ports/EventStore.ts';
import { type Cinema, call, hold, openCinema } from '../support/cinema.ts';
import { sell } from '../support/sales.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let filled: TestApp;
/** Knows nothing but what the read models have. */
let target: TestApp;
let cinema: Cinema;
let booking: Awaited<ReturnType<typeof sell>>;
let away = false;
const answeredAtMs = Date.parse('2026-11-20T12:00:00.000Z');

const unlessGone = (store: EventStore): EventStore => {
  const reach = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    if (away) throw new EventStoreUnavailable('away');
    return call();
  };
  return {
    ...store,
    append: (append) => reach(() => store.append(append)),
    readStream: (...range) => reach(() => store.readStream(...range)),
    readAll: (...range) => reach(() => store.readAll(...range)),
    head: () => reach(() => store.head()),
  };
};

beforeAll(async () => {
  filled = await openTestApp();
  cinema = await openCinema(filled);
  booking = await sell(filled, cinema, ['A1', 'A2']);
  const { catalog, availability, search, bookingLists } = filled.deps;
  target = await openTestApp({
    log: filled.log,
    wrap: unlessGone,
    deps: {
      ...{ catalog, availability, search, bookingLists },
      logStanding: { isAway: () => away, answeredAtMs: () => answeredAtMs },
    },
  });
  away = true;
});
afterAll(async () => {
  away = false;
  await target.close();
  await filled.close();
});

const stale = () => ({
  since: '2026-11-20T12:00:00.000Z',
  position: filled.log.events.at(-1)?.position,
});

it.each([
  ['a showtime', () => `/v1/showtimes/${cinema.showtimeId}`],
  ['a movie', () => `/v1/movies/${cinema.movieId}`],
  ['a theater', () => `/v1/theaters/${cinema.theaterId}`],
  ['a hall', () => `/v1/halls/${cinema.hallId}`],
  ['the showtimes', () => '/v1/showtimes'],
  ['the movies', () => '/v1/movies'],
  ['a search', () => '/v1/movies?q=playtime'],
  ['the theaters', () => '/v1/theaters'],
  ['the halls', () => `/v1/theaters/${cinema.theaterId}/halls`],
  ['the showtimes of a movie', () => `/v1/movies/${cinema.movieId}/showtimes`],
])('shows %s as before, and says that it is stale', async (_what, url) => {
  const shown = await call(target, { url: url() });
  expect(shown.status).toBe(200);
  const { body } = await call(filled, { url: url() });
  expect(shown.body).toEqual({ ...body, stale: stale() });
});

it('shows a booking to its customer and without the name to staff, and to nobody else', async () => {
  const { url, access } = booking;
  const shown = await call(target, { url, headers: access });
  const stillShown = { ...(await call(filled, { url, headers: access })).body, stale: stale() };
  expect(shown.body).toEqual(stillShown);
  expect((await call(target, { url, headers: cinema.admin })).body).toEqual(stillShown);
  const wrong = { 'booking-access': 'A'.repeat(43) };
  expect((await call(target, { url, headers: wrong })).status).toBe(503);
  const mine = await call(target, { url: '/v1/me/bookings', headers: await target.bearer('customer') });
  expect(mine.body).toEqual({ items: [], nextCursor: null, stale: stale() });
});

it('lists bookings for staff, with the names only while the log is there', async () => {
  const url = `/v1/bookings?showtimeId=${cinema.showtimeId}`;
  const { body } = await call<{ items: readonly { bookingId: string; customer?: object }[] }>(target, {
    url,
    headers: cinema.admin,
  });
  expect(body.items.map(({ bookingId, customer }) => ({ bookingId, customer }))).toEqual([
    { bookingId: booking.booking.bookingId, customer: undefined },
  ]);
});

it('refuses what only the log can say: a hold, and a thing that the models do not have', async () => {
  const refused = await hold(target, cinema, { seatIds: ['A5'] });
  expect([refused.status, Number(refused.headers['retry-after'])]).toEqual([503, expect.any(Number)]);
  const unknown = `/v1/movies/${cinema.movieId.replace(/[0-9a-f]{12}$/, '000000000000')}`;
  expect((await call(target, { url: unknown })).status).toBe(503);
});

it('takes back what it showed', async () => {
  const url = `/v1/theaters/${cinema.theaterId}`;
  const { body } = await call(target, { url });
  const put = await call(filled, { method: 'PUT', url, headers: cinema.admin, payload: body });
  expect(put.status).toBe(200);
});
