/** What holds for every request: ids, logs, conditions, positions, outages. One small test each. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventStoreUnavailable, positionOf } from '../../../src/ports/EventStore.ts';
import { around } from '../../support/nodes.ts';
import { problem } from '../../support/problem.ts';
import { iso, minutes, startsAtMs, uuid } from '../../support/showtimes.ts';
import { type Cinema, call, hall, hold, movie, openCinema, theater } from '../support/cinema.ts';
import { openingOthers } from '../support/openingOthers.ts';
import { gbp, pricesShown, refundTermsShown, showtimeShown } from '../support/shown.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
const openOther = openingOthers();

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

it('logs one line per request, and nothing that is secret or personal', async () => {
  const made = await hold(
    target,
    cinema,
    { seatIds: ['A1'] },
    { 'idempotency-key': 'a-key-of-a-guest-that-nobody-guesses' },
  );
  await call(target, { url: '/v1/theaters?q=My+Name', headers: { cookie: 'session=1', ...cinema.admin } });
  await call(target, {
    url: `/v1/holds/${made.body.holdId}`,
    headers: { 'hold-token': made.body.holdToken },
  });
  const text = target.logged.join('');
  expect(text).toContain('"route":"/v1/showtimes/:id/holds"');
  const { authorization } = cinema.admin;
  for (const secret of [
    made.body.holdToken,
    authorization.slice(7),
    'nobody-guesses',
    'My',
    'session=1',
    '"A1"',
  ]) {
    expect(text).not.toContain(secret);
  }
});

describe('conditional reads', () => {
  it('answers 304 to whoever has it already', async () => {
    const urls = [
      `/v1/movies/${cinema.movieId}`,
      `/v1/theaters/${cinema.theaterId}`,
      `/v1/halls/${cinema.hallId}`,
      `/v1/halls/${cinema.hallId}/layouts/1`,
      `/v1/showtimes/${cinema.showtimeId}`,
      `/v1/showtimes/${cinema.showtimeId}/pricing`,
      `/v1/movies/${cinema.movieId}/terms`,
    ];
    await call(target, {
      method: 'PUT',
      url: `/v1/movies/${cinema.movieId}/terms`,
      headers: cinema.admin,
      payload: { distributor: 'Piccadilly', runsFrom: '2026-11-26', weeklySharesBp: [5_000] },
    });
    for (const url of urls) {
      const first = await call(target, { url, headers: cinema.admin });
      expect([first.status, first.headers.etag]).toEqual([200, expect.stringMatching(/^(W\/)?".+"$/)]);
      const headers = { ...cinema.admin, 'if-none-match': String(first.headers.etag) };
      expect((await call(target, { url, headers })).status).toBe(304);
    }
    const url = `/v1/showtimes/${cinema.showtimeId}`;
    const { headers } = await call(target, { url });
    await hold(target, cinema, { seatIds: ['A1'] });
    expect((await call(target, { url, headers: { 'if-none-match': String(headers.etag) } })).status).toBe(
      200,
    );
  });

  it('lets a layout be kept for ever', async () => {
    const { headers } = await call(target, { url: `/v1/halls/${cinema.hallId}/layouts/1` });
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });
});

describe('edits', () => {
  const basePrice = { amount: 2_000, currency: 'GBP' };
  const price = (headers: Record<string, string>, payload: object = { basePrice }) =>
    call(target, {
      method: 'PUT',
      url: `/v1/showtimes/${cinema.showtimeId}/pricing`,
      headers: { ...cinema.admin, ...headers },
      payload,
    });

  it('moves the version, and refuses an edit of an older one', async () => {
    const dearer = showtimeShown(cinema, {
      ...pricesShown(2_000, { regular: 2_400, premium: 3_600 }),
      version: 2,
    });
    expect((await price({ 'if-match': '"1"' })).body).toEqual(dearer);
    const stale = await price({ 'if-match': '"1"' });
    expect([stale.status, stale.body]).toEqual([412, problem('stale-version', { version: 2 })]);
    expect((await price({ 'if-match': '1' })).status).toBe(400);
    expect((await price({}, { basePrice: gbp(3_000) })).body).toEqual(
      showtimeShown(cinema, { ...pricesShown(3_000, { regular: 3_600, premium: 5_400 }), version: 3 }),
    );
  });

  it('replaces movies and theaters whole', async () => {
    const put = (url: string, payload: object) =>
      call(target, { method: 'PUT', url, headers: cinema.admin, payload });
    const retitled = await put(`/v1/movies/${cinema.movieId}`, { ...movie, title: 'Mon Oncle' });
    expect([retitled.status, retitled.body]).toEqual([
      200,
      { ...movie, id: cinema.movieId, title: 'Mon Oncle', version: 2 },
    ]);
    const moved = await put(`/v1/theaters/${cinema.theaterId}`, { ...theater, city: 'Leeds' });
    expect([moved.status, moved.body]).toEqual([
      200,
      { ...theater, id: cinema.theaterId, city: 'Leeds', currency: 'GBP', version: 2 },
    ]);
  });
});

describe('keyed creates', () => {
  it('find what the first request made, on another node too', async () => {
    const headers = { ...cinema.admin, 'idempotency-key': 'sixteen-letters-' };
    const creates: readonly [string, object][] = [
      ['/v1/movies', movie],
      ['/v1/theaters', theater],
      [`/v1/theaters/${cinema.theaterId}/halls`, hall],
      ['/v1/showtimes', { ...cinema.showtime, startsAt: iso(startsAtMs + 86_400_000) }],
      [`/v1/showtimes/${cinema.showtimeId}/holds`, { seatIds: ['A1'] }],
    ];
    const other = await openOther({ log: target.log });
    for (const [url, payload] of creates) {
      const request = { method: 'POST', url, headers, payload } as const;
      const first = await call(target, request);
      const stored = target.log.events.length;
      const second = await call(other, request);
      expect([url, first.status, second.status]).toEqual([url, 201, 201]);
      expect(second.text).toBe(first.text);
      expect(second.headers['idempotency-replayed']).toBe('true');
      expect(target.log.events.length).toBe(stored);
    }
  });

  it('make different things for different callers', async () => {
    const payload = movie;
    const ids = new Set<unknown>();
    for (const subject of ['one', 'two']) {
      const headers = {
        ...(await target.bearer('staff', { subject, theaterIds: ['*'] })),
        'idempotency-key': 'sixteen-letters-',
      };
      ids.add((await call(target, { method: 'POST', url: '/v1/movies', headers, payload })).body.id);
    }
    expect(ids.size).toBe(2);
  });
});

describe('running the cinema', () => {
  it('refuses a hall that is taken, and says until when', async () => {
    const request = { method: 'POST', url: '/v1/showtimes', headers: cinema.admin } as const;
    const payload = { ...cinema.showtime, startsAt: iso(startsAtMs + 3_600_000) };
    const { status, body } = await call(target, { ...request, payload });
    expect([status, body]).toEqual([
      409,
      problem('hall-busy', {
        showtimeId: cinema.showtimeId,
        startsAt: iso(startsAtMs),
        freeFrom: iso(startsAtMs + 140 * 60_000),
      }),
    ]);
  });

  it('lets staff schedule in their own theaters only', async () => {
    const payload = { ...cinema.showtime, startsAt: '2026-12-03T10:00:00Z' };
    const post = async (theaterIds: readonly string[]) =>
      call(target, {
        method: 'POST',
        url: '/v1/showtimes',
        headers: await target.bearer('staff', { theaterIds }),
        payload,
      });
    expect((await post([uuid(1)])).status).toBe(404);
    const startsAtMs = Date.parse('2026-12-03T10:00:00Z');
    expect((await post([cinema.theaterId])).body).toEqual(
      showtimeShown(cinema, {
        id: expect.any(String),
        ...{ startsAt: iso(startsAtMs), endsAt: iso(startsAtMs + minutes(120)), businessDate: '2026-12-03' },
        salesCloseAt: iso(startsAtMs + minutes(15)),
        refundTerms: refundTermsShown(startsAtMs),
        ...pricesShown(1_000, { regular: 1_000, premium: 1_500 }),
        priceParts: { base: gbp(1_000), surcharges: [] },
      }),
    );
  });

  it('names the seats of a drawing that cannot be', async () => {
    const rows = [{ id: 'A', seats: [{ number: 1 }, { number: 1 }] }];
    const url = `/v1/halls/${cinema.hallId}/layouts`;
    const { status, body } = await call(target, {
      method: 'POST',
      url,
      headers: cinema.admin,
      payload: { rows },
    });
    expect(status).toBe(400);
    expect((body.errors as { path: string }[])[0]?.path).toMatch(/^rows\.0\.seats\.1\./);
  });

  it('draws the next layout version', async () => {
    const rows = [{ id: 'A', seats: [{ number: 1, x: 2.5, type: 'recliner', zone: 'front' }] }];
    const url = `/v1/halls/${cinema.hallId}/layouts`;
    const made = await call(target, { method: 'POST', url, headers: cinema.admin, payload: { rows } });
    expect([made.status, made.headers.location]).toEqual([201, `${url}/2`]);
    expect(made.body).toEqual({
      hallId: cinema.hallId,
      version: 2,
      screen: { x: 2.5, y: 0, width: 0 },
      focalPoint: { x: 2.5, y: 1 },
      rows: [
        {
          ...{ id: 'A', label: 'A' },
          seats: [{ id: 'A1', label: '1', number: 1, x: 2.5, y: 1, type: 'recliner', zone: 'front' }],
        },
      ],
    });
    expect((await call(target, { url: `${url}/2` })).text).toBe(made.text);
  });

  it('calls a showtime off', async () => {
    const url = `/v1/showtimes/${cinema.showtimeId}/cancel`;
    const request = { method: 'POST', url, headers: cinema.admin, payload: { reason: 'projector' } } as const;
    expect((await call(target, request)).body).toEqual(
      showtimeShown(cinema, {
        ...{ status: 'cancelled', cancellation: { reason: 'projector' } },
        ...{ availability: 'sold-out', availableSeats: 0, version: 2 },
      }),
    );
    const refused = await hold(target, cinema, { seatIds: ['A1'] });
    expect([refused.status, refused.body]).toEqual([
      409,
      problem('showtime-not-on-sale', { showtimeStatus: 'cancelled' }),
    ]);
  });
});

describe('lists', () => {
  it('come in pages', async () => {
    for (const title of ['Two', 'Three']) {
      await call(target, {
        method: 'POST',
        url: '/v1/movies',
        headers: cinema.admin,
        payload: { ...movie, title },
      });
    }
    const titles: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: { title: string }[]; nextCursor: string | null } = (
        await call<{ items: { title: string }[]; nextCursor: string | null }>(target, {
          url: `/v1/movies?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
        })
      ).body;
      titles.push(...page.items.map(({ title }) => title));
      cursor = page.nextCursor;
    }
    expect(titles.toSorted()).toEqual(['Playtime', 'Three', 'Two']);
  });

  it('show showtimes as they stand', async () => {
    await hold(target, cinema, { seatIds: ['A1'] });
    const one = (await call(target, { url: `/v1/showtimes/${cinema.showtimeId}` })).body;
    for (const under of ['', `/movies/${cinema.movieId}`, `/theaters/${cinema.theaterId}`]) {
      const { body } = await call(target, { url: `/v1${under}/showtimes` });
      expect(body).toEqual({ items: [one], nextCursor: null });
    }
    const halls = await call(target, { url: `/v1/theaters/${cinema.theaterId}/halls` });
    expect(halls.body.items).toEqual([
      {
        ...{ id: cinema.hallId, theaterId: cinema.theaterId, version: 1, name: 'One' },
        ...({ loneSeatRule: 'off', cleaningMinutes: 20 } as const),
        ...{ layoutVersion: 1, seatCount: 24 },
      },
    ]);
  });
});

describe('positions', () => {
  it('are there for a read that names one that was reached', async () => {
    const made = await hold(target, cinema, { seatIds: ['A1'] });
    const headers = { 'marquee-min-position': String(made.headers['marquee-position']) };
    expect((await call(target, { url: `/v1/showtimes/${cinema.showtimeId}`, headers })).status).toBe(200);
  });

  it('are told when they are not reached in time', async () => {
    const position = positionOf(7n);
    const events = Object.assign(Object.create(target.deps.events), { head: async () => positionOf(8n) });
    const other = await openOther({
      deps: { position: { waitFor: async () => position, position: () => position }, events },
    });
    const headers = { 'marquee-min-position': positionOf(8n) };
    const {
      status,
      body,
      headers: answered,
    } = await call(other, { url: `/v1/showtimes/${uuid(1)}`, headers });
    expect([status, body]).toEqual([503, problem('not-caught-up', { position })]);
    expect(answered['retry-after']).toBe('1');
    const beyond = { 'marquee-min-position': positionOf(9n) };
    expect((await call(other, { url: `/v1/showtimes/${uuid(1)}`, headers: beyond })).status).toBe(400);
    const malformed = { 'marquee-min-position': '8' };
    expect((await call(other, { url: `/v1/showtimes/${uuid(1)}`, headers: malformed })).status).toBe(400);
  });
});

describe('trouble inside', () => {
  it('says 503 while the log is away', async () => {
    let away = false;
    const broken = await openOther({
      wrap: (store) =>
        around(store, async (request, inner) => {
          if (away) throw new EventStoreUnavailable('connection refused to 10.0.0.7');
          return inner.append(request);
        }),
    });
    const its = await openCinema(broken);
    away = true;
    const { status, body, headers, text } = await hold(broken, its, { seatIds: ['A1'] });
    expect([status, body]).toEqual([503, problem('temporarily-unavailable')]);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(text).not.toContain('10.0.0.7');
  });

  it('never shows its own message', async () => {
    const broken = await openOther({
      deps: {
        readiness: () => {
          const headers = { authorization: 'Bearer of-somebody', 'hold-token': 'of-somebody' };
          throw Object.assign(new Error('password of the database'), { headers });
        },
      },
    });
    const { status, body, text } = await call(broken, { url: '/health/ready' });
    expect([status, body]).toEqual([500, problem('internal-error')]);
    expect(text).not.toContain('password');
    expect(broken.logged.join('')).toContain('password of the database');
    expect(broken.logged.join('')).not.toContain('of-somebody');
  });
});
