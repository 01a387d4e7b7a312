/** How callers without a token are told apart: by a signed session that comes with the first answer. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { issueGuestSession, readGuestSession } from '../../../src/api/http/guestSession.ts';
import { call, openCinema } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

const key = (fill: number) => new Uint8Array(32).fill(fill);
const session = { id: '0123456789abcdef0123456789abcdef', issuedAtSeconds: 1_800_000_000 };
const issuedAtMs = session.issuedAtSeconds * 1_000;
const days = (count: number) => count * 86_400_000;
const token = issueGuestSession(key(1), session);

it('reads what it issued, also under an older key', () => {
  expect(readGuestSession([key(1)], token, issuedAtMs)).toEqual(session);
  expect(readGuestSession([key(2), key(1)], token, issuedAtMs)).toEqual(session);
});

it('takes no session with one changed character, under another key, or too old', () => {
  for (let place = 0; place < token.length; place += 1) {
    const other = token[place] === 'A' ? 'B' : 'A';
    const changed = token.slice(0, place) + other + token.slice(place + 1);
    expect([changed, readGuestSession([key(1)], changed, issuedAtMs)]).toEqual([changed, undefined]);
  }
  expect(readGuestSession([key(2)], token, issuedAtMs)).toBe(undefined);
  expect(readGuestSession([key(1)], token, issuedAtMs + days(30))).toEqual(session);
  expect(readGuestSession([key(1)], token, issuedAtMs + days(30) + 1_000)).toBe(undefined);
  expect(readGuestSession([key(1)], token, issuedAtMs - days(1))).toBe(undefined);
  expect(readGuestSession([key(1)], '', issuedAtMs)).toBe(undefined);
});

let target: TestApp;
beforeAll(async () => {
  target = await openTestApp();
});
afterAll(() => target.close());

const given = async (url: string, headers: Record<string, string> = {}) =>
  (await call(target, { url, headers })).headers['guest-session'];

it('comes with the first answer of any kind, and not with those that name one', async () => {
  for (const url of ['/v1/theaters', '/nowhere', '/v1/movies?limit=0', '/openapi.json']) {
    const made = await given(url);
    expect([url, readGuestSession([key(7)], String(made), target.clock.nowMs())]).toEqual([
      url,
      {
        id: expect.stringMatching(/^[0-9a-f]{32}$/),
        issuedAtSeconds: Math.floor(target.clock.nowMs() / 1_000),
      },
    ]);
    expect([url, await given(url, { 'guest-session': String(made) })]).toEqual([url, undefined]);
  }
  expect(await given('/v1/theaters')).not.toBe(await given('/v1/theaters'));
});

it('is not given to callers with a token, nor to probes', async () => {
  expect(await given('/v1/theaters', await target.bearer('customer'))).toBe(undefined);
  expect(await given('/health/live')).toBe(undefined);
});

it('never stands in an answer that a shared cache may keep', async () => {
  const { hallId } = await openCinema(target);
  const layout = await call(target, { url: `/v1/halls/${hallId}/layouts/1` });
  expect(layout.headers['cache-control']).toContain('public');
  expect(layout.headers['guest-session']).toBe(undefined);
  const list = await call(target, { url: '/v1/theaters' });
  expect(list.headers['cache-control']).toBe('private');
});
