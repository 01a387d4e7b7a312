/** What of a request reaches events, and what browsers and analysts may send: origins, encodings, times, filters. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { positionOf } from '../../../src/ports/EventStore.ts';
import { type Cinema, call, hold, openCinema } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;

beforeEach(async () => {
  target = await openTestApp({ settings: { corsOrigins: ['https://tickets.example.org'] } });
  cinema = await openCinema(target);
});
afterEach(() => target.close());

describe('request ids', () => {
  it('are the program’s own: what a caller sends as one is in no answer, event or log line', async () => {
    const made = await hold(target, cinema, { seatIds: ['A1'] }, { 'x-request-id': 'ada@example.org' });
    const id = String(made.headers['x-request-id']);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    const { correlationId, causationId } = target.log.events.at(-1)?.metadata ?? {};
    expect({ correlationId, causationId }).toEqual({ correlationId: id, causationId: id });
    expect(JSON.stringify([target.log.events, target.logged])).not.toContain('ada@example.org');
  });

  it('go with an actor that is named by an HMAC, the same for each request of one subject', async () => {
    const actors: unknown[] = [];
    for (const subject of ['ada@example.org', 'ada@example.org', 'eve@example.org']) {
      const headers = await target.bearer('customer', { subject });
      await hold(target, cinema, { seatIds: [`B${actors.length + 1}`] }, headers);
      actors.push(target.log.events.at(-1)?.metadata.actor);
    }
    const [first, again, other] = actors;
    expect(first).toEqual({ role: 'customer', id: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) });
    expect(again).toEqual(first);
    expect(other).toEqual({ role: 'customer', id: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) });
    expect(other).not.toEqual(first);
    expect(JSON.stringify(target.log.events)).not.toContain('example.org');
  });
});

describe('pages of other origins', () => {
  const from = (origin: string) => ({ origin, 'access-control-request-method': 'POST' });

  it('may read the answers when a setting names their origin, also those of a refusal', async () => {
    const headers = { origin: 'https://tickets.example.org' };
    for (const url of [`/v1/showtimes/${cinema.showtimeId}`, '/v1/nothing', '/v1/events']) {
      const answer = await call(target, { url, headers });
      expect(answer.headers['access-control-allow-origin']).toBe('https://tickets.example.org');
      expect(answer.headers['access-control-expose-headers']).toContain('Marquee-Position');
    }
    const preflight = await call(target, {
      method: 'OPTIONS',
      url: `/v1/showtimes/${cinema.showtimeId}/holds`,
      headers: {
        ...from('https://tickets.example.org'),
        'access-control-request-headers': 'idempotency-key',
      },
    });
    expect([preflight.status, preflight.headers['access-control-allow-headers']]).toEqual([
      204,
      'idempotency-key',
    ]);
  });

  it('may not otherwise', async () => {
    const url = `/v1/showtimes/${cinema.showtimeId}`;
    const other = await call(target, { url, headers: { origin: 'https://elsewhere.example.org' } });
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
    const plain = await openTestApp();
    const answer = await call(plain, { url: '/health/live', headers: from('https://tickets.example.org') });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    await plain.close();
  });
});

describe('compression', () => {
  const seats = async (encoding?: string) =>
    target.app.inject({
      url: `/v1/showtimes/${cinema.showtimeId}/seats`,
      headers: encoding === undefined ? {} : { 'accept-encoding': encoding },
    });

  it('is by Brotli or gzip as the caller takes it, under the same ETag', async () => {
    const plain = await seats();
    const br = await seats('gzip, br');
    const gzip = await seats('gzip');
    expect([plain, br, gzip].map(({ headers }) => headers['content-encoding'])).toEqual([
      undefined,
      'br',
      'gzip',
    ]);
    expect(brotliDecompressSync(br.rawPayload).toString()).toBe(plain.body);
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(plain.body);
    expect([br.headers.etag, gzip.headers.etag]).toEqual([plain.headers.etag, plain.headers.etag]);
  });

  it('is left out for what is small and for the answers to writes', async () => {
    const small = await target.app.inject({ url: '/health/live', headers: { 'accept-encoding': 'br' } });
    const made = await hold(target, cinema, { seatIds: ['A1'] }, { 'accept-encoding': 'br' });
    expect([small.headers['content-encoding'], made.headers['content-encoding']]).toEqual([
      undefined,
      undefined,
    ]);
    expect(made.body.seats.map(({ id }) => id)).toEqual(['A1']);
  });
});

describe('times', () => {
  it('are taken with an offset or without milliseconds, and shown in UTC with milliseconds', async () => {
    const { movieId } = cinema;
    const { body: secondHall } = await call<{ id: string }>(target, {
      method: 'POST',
      url: `/v1/theaters/${cinema.theaterId}/halls`,
      headers: cinema.admin,
      payload: { name: 'Two', rows: [{ id: 'A', seats: [{ number: 1 }] }] },
    });
    const { startsAt: _startsAt, ...more } = cinema.showtime;
    const shown: unknown[] = [];
    for (const startsAt of ['2026-12-01T20:00:00+01:00', '2026-12-02T19:00:00Z']) {
      const made = await call(target, {
        method: 'POST',
        url: '/v1/showtimes',
        headers: cinema.admin,
        payload: { ...more, movieId, hallId: secondHall.id, startsAt },
      });
      shown.push([made.status, made.body.startsAt]);
    }
    expect(shown).toEqual([
      [201, '2026-12-01T19:00:00.000Z'],
      [201, '2026-12-02T19:00:00.000Z'],
    ]);
  });

  it('are taken in small letters, and in a query with a plus that is not encoded', async () => {
    const headers = await target.bearer('analyst');
    for (const asOf of ['2027-01-01t00:00:00z', '2027-01-01T00:00:00+01:00', '2027-01-01t00:00:00.5-03:30']) {
      const url = `/v1/showtimes/${cinema.showtimeId}/seats?asOf=${asOf}`;
      expect([asOf, (await call(target, { url, headers })).status]).toEqual([asOf, 200]);
    }
  });

  it('that are no times are refused', async () => {
    const headers = await target.bearer('analyst');
    for (const asOf of ['2026-12-01', '2026-13-01T00:00:00Z', '2026-12-01T20:00:00', 'yesterday']) {
      const url = `/v1/showtimes/${cinema.showtimeId}/seats?asOf=${encodeURIComponent(asOf)}`;
      expect([asOf, (await call(target, { url, headers })).status]).toEqual([asOf, 400]);
    }
    const asOf = encodeURIComponent('2027-01-01T00:00:00+01:00');
    const url = `/v1/showtimes/${cinema.showtimeId}/seats?asOf=${asOf}`;
    expect((await call(target, { url, headers })).status).toBe(200);
  });
});

describe('reading the log', () => {
  const read = async (query: string) => {
    const headers = await target.bearer('analyst');
    const answer = await target.app.inject({ url: `/v1/events?${query}`, headers });
    const lines = answer.body.split('\n').filter((line) => line.startsWith('{"position"'));
    return {
      status: answer.statusCode,
      types: lines.map((line) => (JSON.parse(line) as { type: string }).type),
    };
  };

  it('takes several types and categories, and refuses those that there are not', async () => {
    expect(await read('type=SalesOpened&type=MovieRegistered')).toEqual({
      status: 200,
      types: ['MovieRegistered', 'SalesOpened'],
    });
    expect(await read('category=movie&category=theater')).toEqual({
      status: 200,
      types: ['MovieRegistered', 'TheaterOpened', 'TheaterCurrencySettled'],
    });
    expect(await read('stream=log')).toEqual({ status: 200, types: ['LogCreated'] });
    expect(await read('stream=showtime-of-nothing')).toEqual({ status: 200, types: [] });
    for (const query of [
      'type=SeatHeld',
      'type=SeatsHeld&type=SeatHeld',
      'category=showtimes',
      'stream=showtime',
      `stream=showtimes-${cinema.showtimeId}`,
      `stream=showtime-${cinema.showtimeId}&stream=${cinema.showtimeId}`,
    ]) {
      expect([query, (await read(query)).status]).toEqual([query, 400]);
    }
  });

  it('refuses a position beyond the head, and says nothing after the head itself', async () => {
    const head = target.log.events.at(-1)?.position ?? '';
    expect(await read(`after=${head}`)).toEqual({ status: 200, types: [] });
    expect((await read(`after=${positionOf(BigInt(head) + 1n)}`)).status).toBe(400);
  });
});
