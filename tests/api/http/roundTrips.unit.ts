/** Whatever staff may edit: a PUT of what GET gave changes nothing, and what a PUT leaves out is gone, but not in pricing. */
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Cinema, call, movie, openCinema, theater } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

const runs = 40;
const optional: fc.RecordConstraints<never> = { requiredKeys: [] };
const text = fc
  .string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
  .filter((each) => each.isWellFormed());
const people = fc.array(text, { maxLength: 4 });
const url = fc.webUrl({ validSchemes: ['https'] });

const movies = fc
  .record(
    {
      originalTitle: text,
      rating: fc.constantFrom('G', 'PG', '12A'),
      releaseDate: fc.constantFrom('1967-12-16', '2024-02-29'),
      synopsis: fc.string({ maxLength: 200 }),
      directors: people,
      cast: people,
      posterUrl: url,
      trailerUrl: url,
    },
    optional,
  )
  .map((more) => ({ ...movie, ...more }));

const factor = fc.integer({ min: 0, max: 30_000 });
const policies = fc.record(
  {
    holdTtlMs: fc.integer({ min: 60_000, max: 3_600_000 }),
    holdCapMs: fc.integer({ min: 60_000, max: 3_600_000 }),
    seatsPerHoldMax: fc.integer({ min: 1, max: 50 }),
    salesCloseAfterStartMs: fc.integer({ min: 0, max: 3_600_000 }),
    refunds: fc.constant([{ fromMsBefore: 3_600_000, percent: 40 }]),
    priceRules: fc.record({ seatTypeBp: fc.record({ premium: factor }), weekendBp: factor }, optional),
  },
  optional,
);
const theaters = fc
  .record({ chain: text, policies, currency: fc.constant('GBP') }, optional)
  .map((more) => ({ ...theater, ...more }));

const pricings = fc.record(
  {
    basePrice: fc.integer({ min: 1, max: 5_000 }).map((amount) => ({ amount, currency: 'GBP' })),
    seatTypeBp: fc.record({ premium: factor, regular: factor }, optional),
    ticketTypeBp: fc.record({ child: factor, senior: factor }, optional),
  },
  optional,
);

const request = (method: 'GET' | 'PUT', path: string, payload?: object) =>
  call<Record<string, unknown>>(target, {
    method,
    url: path,
    headers: cinema.admin,
    ...(payload === undefined ? {} : { payload }),
  });

/** What is read is the edit and the read-only fields; sending it again moves nothing. */
const roundTrip = async (path: string, edit: object, readOnly: readonly string[]): Promise<unknown> => {
  const edited = await request('PUT', path, edit);
  if (edited.status !== 200) throw new Error(`${path}: ${edited.text}`);
  const { body: read } = await request('GET', path);
  const events = target.log.events.length;
  const again = await request('PUT', path, read);
  expect([again.status, again.text === edited.text || again.body]).toEqual([200, true]);
  expect(target.log.events.length).toBe(events);
  expect((await request('GET', path)).body).toEqual(read);
  return Object.fromEntries(Object.entries(read).filter(([name]) => !readOnly.includes(name)));
};

it('holds for every movie, whole', async () => {
  const path = `/v1/movies/${cinema.movieId}`;
  await fc.assert(
    fc.asyncProperty(movies, async (edit) => {
      expect(await roundTrip(path, edit, ['id', 'version', 'showtimeCount'])).toEqual(edit);
    }),
    { numRuns: runs },
  );
});

it('holds for every theater, with chain and policies, and shows the currency of its first showtime', async () => {
  const path = `/v1/theaters/${cinema.theaterId}`;
  await fc.assert(
    fc.asyncProperty(theaters, async (edit) => {
      expect(await roundTrip(path, edit, ['id', 'version'])).toEqual({ currency: 'GBP', ...edit });
    }),
    { numRuns: runs },
  );
});

const halls = fc.record({
  name: fc.constantFrom('Studio', 'Große Halle'),
  loneSeatRule: fc.constantFrom('off', 'warn', 'enforce'),
  cleaningMinutes: fc.integer({ min: 0, max: 240 }),
});

it('holds for every hall', async () => {
  const path = `/v1/halls/${cinema.hallId}`;
  const readOnly = ['id', 'theaterId', 'version', 'layoutVersion', 'seatCount'];
  await fc.assert(
    fc.asyncProperty(halls, async (edit) => {
      expect(await roundTrip(path, edit, readOnly)).toEqual(edit);
    }),
    { numRuns: runs },
  );
});

it('holds for a layout, drawn again or with a seat turned into another', async () => {
  const path = `/v1/halls/${cinema.hallId}/layouts`;
  const draw = (payload: object) =>
    call(target, { method: 'POST', url: path, headers: cinema.admin, payload });
  const { body: read } = await request('GET', `${path}/1`);
  const events = target.log.events.length;
  const again = await draw(read);
  expect([again.status, again.body, target.log.events.length]).toEqual([201, read, events]);

  const edited = JSON.parse(again.text.replace('"type":"regular"', '"type":"premium"')) as object;
  const next = await draw(edited);
  expect([next.status, next.body]).toEqual([201, { ...edited, version: 2 }]);
});

it('holds for every pricing, where what is left out stays', async () => {
  const path = `/v1/showtimes/${cinema.showtimeId}/pricing`;
  await fc.assert(
    fc.asyncProperty(pricings, async (edit) => {
      const { body } = await request('GET', path);
      const before = body as { basePrice: object; seatTypeBp: object; ticketTypeBp: object };
      expect(await roundTrip(path, edit, ['version'])).toEqual({
        basePrice: edit.basePrice ?? before.basePrice,
        seatTypeBp: { ...before.seatTypeBp, ...edit.seatTypeBp },
        ticketTypeBp: { ...before.ticketTypeBp, ...edit.ticketTypeBp },
      });
    }),
    { numRuns: runs },
  );
});

it('moves the version with each edit and with nothing else', async () => {
  const path = `/v1/movies/${cinema.movieId}`;
  const versions: unknown[] = [];
  for (const edit of [movie, { ...movie, rating: 'PG' }, { ...movie, rating: 'PG' }, movie]) {
    versions.push((await request('PUT', path, edit)).body.version);
  }
  expect(versions).toEqual([1, 2, 2, 3]);
  const stale = await call(target, {
    method: 'PUT',
    url: path,
    headers: { ...cinema.admin, 'if-match': '"2"' },
    payload: movie,
  });
  expect([stale.status, stale.body.version]).toEqual([412, 3]);
});

it('still refuses fields that are in no read', async () => {
  const refused = await request('PUT', `/v1/movies/${cinema.movieId}`, { ...movie, ratings: 'PG' });
  expect([refused.status, refused.body.errors]).toEqual([
    400,
    [{ path: 'ratings', message: 'unknown field', in: 'body' }],
  ]);
});
