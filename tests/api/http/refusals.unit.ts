/** Who is refused what, in which order, and that nothing hostile is stored or breaks anything. */
import type { InjectOptions } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAccessTokens } from '../../../src/adapters/keys/accessTokenKeys.ts';
import { problemKinds } from '../../../src/api/http/problems/problemKinds.ts';
import { bodyBytesMax } from '../../../src/api/http/requestChecks.ts';
import { invalidRequest, problem } from '../../support/problem.ts';
import { uuid } from '../../support/showtimes.ts';
import { type Cinema, call, hold, movie, openCinema, problemOf } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;

const open = async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
};
const close = () => target.close();

const json = { 'content-type': 'application/json' };

/** The name of the problem, with its shape checked on the way. */
const refusal = async (request: InjectOptions, from: TestApp = target): Promise<string> => {
  const answer = await call<Record<string, unknown>>(from, request);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  const { type, title, status, detail, requestId } = answer.body;
  const [, kind] = Object.entries(problemKinds).find(([name]) => type === `/problems/${name}`) ?? [];
  expect({ title, status, detail, requestId }).toEqual({
    status: kind?.status,
    title: kind?.title,
    detail: expect.any(String),
    requestId: answer.headers['x-request-id'],
  });
  return problemOf(answer);
};

const seatsOf = (count: number): string[] => Array.from({ length: count }, (_, place) => `Q${place}`);

const bodies: Readonly<Record<string, string>> = {
  'an unknown field': '{"seatIds":["A1"],"price":1}',
  'a wrong type': '{"seatIds":"A1"}',
  'a number as a seat': '{"seatIds":[1]}',
  'no seats': '{"seatIds":[]}',
  'a thousand seats': JSON.stringify({ seatIds: seatsOf(1_000) }),
  'the same seat twice': '{"seatIds":["A1","A1"]}',
  'both ways of choosing': '{"seatIds":["A1"],"bestAvailable":{"count":1}}',
  'no way of choosing': '{}',
  'a negative count': '{"bestAvailable":{"count":-1}}',
  'half a seat': '{"bestAvailable":{"count":1.5}}',
  'a huge number': '{"bestAvailable":{"count":1e308}}',
  'broken JSON': '{"seatIds":["A1"]',
  'no JSON at all': 'seatIds=A1',
  'an empty body': '',
  'an array': '[]',
  null: 'null',
  'a prototype key': '{"seatIds":["A1"],"__proto__":{"admin":true}}',
  'a constructor key': '{"seatIds":["A1"],"constructor":{"prototype":{"admin":true}}}',
  'a prototype key deep inside': '{"seatIds":["A1"],"ticketTypes":{"__proto__":"child"}}',
  'NUL in a seat': '{"seatIds":["A1\\u0000"]}',
  'a lone surrogate': '{"seatIds":["\\ud800"]}',
  'deep nesting': `${'['.repeat(8_000)}${']'.repeat(8_000)}`,
  'a ticket for a seat not asked for': '{"seatIds":["A1"],"ticketTypes":{"A2":"child"}}',
  'an unknown ticket type': '{"seatIds":["A1"],"ticketTypes":{"A1":"vip"}}',
};

describe('hostile bodies', () => {
  beforeAll(open);
  afterAll(close);

  for (const [name, payload] of Object.entries(bodies)) {
    it(`refuses ${name} and stores nothing`, async () => {
      const stored = target.log.events.length;
      const url = `/v1/showtimes/${cinema.showtimeId}/holds`;
      expect(await refusal({ method: 'POST', url, payload, headers: json })).toBe('400 invalid-request');
      expect(target.log.events.length).toBe(stored);
    });
  }

  it('refuses text that is not UTF-8', async () => {
    const payload = Buffer.concat([Buffer.from('{"seatIds":["'), Buffer.from([0xff]), Buffer.from('"]}')]);
    const url = `/v1/showtimes/${cinema.showtimeId}/holds`;
    expect(await refusal({ method: 'POST', url, payload, headers: json })).toBe('400 invalid-request');
  });

  it('refuses a body that is too large before it is read, and one that is not JSON', async () => {
    const url = `/v1/showtimes/${cinema.showtimeId}/holds`;
    const payload = `{"seatIds":["${'A'.repeat(bodyBytesMax)}"]}`;
    expect(await refusal({ method: 'POST', url, payload, headers: json })).toBe('413 payload-too-large');
    const text = { 'content-type': 'text/plain' };
    expect(await refusal({ method: 'POST', url, payload: '{}', headers: text })).toBe(
      '415 unsupported-media-type',
    );
  });

  it('lets a seat be called like something every object has', async () => {
    const { status, body } = await hold(target, cinema, { seatIds: ['constructor', 'toString'] });
    expect([status, (body as unknown as { unknown: string[] }).unknown]).toEqual([
      422,
      ['constructor', 'toString'],
    ]);
  });

  it('names the path of each fault', async () => {
    const { body } = await hold(target, cinema, { seatIds: ['A1', 7], colour: 'red' });
    expect((body as unknown as { errors: { path: string }[] }).errors.map(({ path }) => path)).toEqual([
      'seatIds.1',
      'colour',
    ]);
  });

  it('refuses text that cannot be stored, and stores nothing', async () => {
    const stored = target.log.events.length;
    const titles = ['a\0b', '\ud800', 'b\udc00'];
    const payloads = [...titles.map((title) => ({ ...movie, title })), { ...movie, genres: ['a\0'] }];
    for (const payload of payloads) {
      const request = { method: 'POST', url: '/v1/movies', payload, headers: cinema.admin } as const;
      expect(await refusal(request)).toBe('400 invalid-request');
      const { errors } = (await call<{ errors: { path: string }[] }>(target, request)).body;
      expect(errors[0]?.path).toMatch(/^(title|genres\.0)$/);
    }
    expect(target.log.events.length).toBe(stored);
  });
});

const urls: Readonly<Record<string, string>> = {
  '/v1/showtimes/1': '400 invalid-request',
  [`/v1/showtimes/${uuid(0xabc).toUpperCase()}`]: '400 invalid-request',
  '/v1/showtimes/%00': '400 invalid-request',
  '/v1/showtimes/%zz': '400 invalid-request',
  [`/v1/showtimes/${'a'.repeat(500)}`]: '400 invalid-request',
  [`/v1/showtimes/${uuid(0xabc)}`]: '404 not-found',
  [`/v1/movies/${uuid(0xabc)}`]: '404 not-found',
  [`/v1/theaters/${uuid(0xabc)}/showtimes`]: '404 not-found',
  [`/v1/halls/${uuid(0xabc)}/layouts/1`]: '404 not-found',
  [`/v1/halls/${uuid(0xabc)}/layouts/0`]: '400 invalid-request',
  '/v1/movies?limit=101': '400 invalid-request',
  '/v1/movies?limit=0': '400 invalid-request',
  '/v1/movies?limit=ten': '400 invalid-request',
  '/v1/movies?q=%00': '400 invalid-request',
  '/v1/movies?__proto__=1': '400 invalid-request',
  '/v1/movies?cursor=nonsense': '400 invalid-request',
  '/v1/theaters?near=91,0': '400 invalid-request',
  '/v1/theaters?radiusKm=3': '400 invalid-request',
  '/nothing/here': '404 not-found',
};

describe('hostile addresses', () => {
  beforeAll(open);
  afterAll(close);

  for (const [url, expected] of Object.entries(urls)) {
    it(`answers ${expected} for ${url.slice(0, 60)}`, async () => {
      expect(await refusal({ url })).toBe(expected);
    });
  }
});

describe('the order of refusals', () => {
  beforeEach(open);
  afterEach(close);

  const bad = { payload: 'x'.repeat(bodyBytesMax + 1), headers: { 'content-type': 'text/plain' } };

  it('asks for a token before anything of the body', async () => {
    expect(await refusal({ method: 'POST', url: '/v1/movies', ...bad })).toBe('401 unauthorized');
  });

  it('refuses a bad token everywhere, also where none is needed', async () => {
    for (const authorization of ['Bearer nonsense', 'Basic YTpi', 'Bearer ', 'Bearer a.b.c']) {
      expect(await refusal({ url: '/v1/movies', headers: { authorization } })).toBe('401 unauthorized');
    }
  });

  it('refuses a token that is out of date or signed by somebody else', async () => {
    const headers = await target.bearer('admin');
    const other = await openTestApp({
      deps: { accessTokens: createAccessTokens([new Uint8Array(32).fill(9)]) },
    });
    expect(await refusal({ url: '/v1/movies', headers }, other)).toBe('401 unauthorized');
    await other.close();
    target.clock.advance(13 * 3_600_000);
    expect(await refusal({ url: '/v1/movies', headers })).toBe('401 unauthorized');
  });

  it('refuses a role before the body', async () => {
    const headers = { ...bad.headers, ...(await target.bearer('customer')) };
    expect(await refusal({ method: 'POST', url: '/v1/movies', ...bad, headers })).toBe('403 forbidden');
  });

  it('hides what belongs to another theater before the body is read', async () => {
    const headers = { ...bad.headers, ...(await target.bearer('staff', { theaterIds: [uuid(1)] })) };
    const urlsOfOthers = [
      `/v1/showtimes/${cinema.showtimeId}/seats/block`,
      `/v1/showtimes/${cinema.showtimeId}/cancel`,
      `/v1/halls/${cinema.hallId}/layouts`,
      `/v1/theaters/${cinema.theaterId}/halls`,
    ];
    for (const url of urlsOfOthers) {
      expect(await refusal({ method: 'POST', url, ...bad, headers })).toBe('404 not-found');
    }
  });

  it('reads the body before it looks whether the thing exists', async () => {
    const url = `/v1/showtimes/${uuid(0xabc)}/holds`;
    const request = { method: 'POST', url, headers: json } as const;
    expect(await refusal({ ...request, payload: '{}' })).toBe('400 invalid-request');
    expect(await refusal({ ...request, payload: '{"seatIds":["A1"]}' })).toBe('404 not-found');
  });

  it('checks the key after the body and before the thing itself', async () => {
    const headers = { 'idempotency-key': 'a-key-of-a-guest-that-nobody-guesses' };
    expect((await hold(target, cinema, { seatIds: ['A1'] }, headers)).status).toBe(201);
    expect((await hold(target, cinema, { seatIds: [] }, headers)).status).toBe(400);
    expect((await hold(target, cinema, { seatIds: ['Z9'] }, headers)).body).toEqual(
      problem('idempotency-key-reused'),
    );
  });

  it('refuses a key that is malformed, or guessable from a guest', async () => {
    for (const [value, message] of [
      ['short', '16 to 128 characters of A-Z a-z 0-9 - _'],
      ['has spaces in it, sixteen', '16 to 128 characters of A-Z a-z 0-9 - _'],
      ['sixteen-letters-', 'without a token: at least 22 random characters'],
    ] as const) {
      const { status, body } = await hold(target, cinema, { seatIds: ['A1'] }, { 'idempotency-key': value });
      expect([status, body]).toEqual([
        400,
        invalidRequest({ path: 'Idempotency-Key', message, in: 'header' }),
      ]);
    }
    const headers = { 'idempotency-key': 'sixteen-letters-', ...(await target.bearer('customer')) };
    expect((await hold(target, cinema, { seatIds: ['A1'] }, headers)).status).toBe(201);
  });
});
