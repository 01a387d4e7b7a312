/** Signing in with a code from the mail: codes, sessions, and whose bookings are whose. */
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '../../../src/commands/recovery/recoveryCodes.ts';
import { minutes } from '../../support/showtimes.ts';
import { tampered } from '../../support/tampered.ts';
import { recoveryKey } from '../support/boxOffice.ts';
import { type Cinema, call, openCinema, problemOf } from '../support/cinema.ts';
import { openingOthers } from '../support/openingOthers.ts';
import { freshKey, person, sell } from '../support/sales.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
const openOther = openingOthers();
beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

type Headers = Readonly<Record<string, string>>;
interface SignedIn {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: string;
  readonly customerId: string;
}
const email = person.email;
const post = <Body = SignedIn>(url: string, payload: object, headers: Headers = {}) =>
  call<Body>(target, { method: 'POST', url, payload, headers });
const ask = async (address = email, headers: Headers = {}) => {
  const answer = await post('/v1/sign-in/email', { email: address }, headers);
  await target.deps.signIns.settled();
  return answer;
};
const codes = () =>
  target.log.events
    .filter(({ type }) => type === 'SignInCodeIssued')
    .map(({ data }) => codeOf(recoveryKey, Object(data).codeId));
const confirm = (code: string, headers: Headers = {}, address = email) =>
  post('/v1/sign-in/email/confirm', { email: address, code }, headers);
const signIn = async (address = email) => {
  await ask(address);
  const { status, body } = await confirm(codes().at(-1) ?? '', {}, address);
  expect(status).toBe(200);
  return { ...body, headers: { authorization: `Bearer ${body.accessToken}` } };
};
const refresh = (refreshToken: string) => post('/v1/sessions/refresh', { refreshToken });
const wrong = (code = ''): string => (code === '00000000' ? '00000001' : '00000000');
const get = <Body>(url: string, headers: Headers) => call<Body>(target, { url, headers });

describe('a code', () => {
  it('is sent to any address, five times an hour, and never told', async () => {
    const known = await sell(target, cinema, ['A1']);
    for (const address of [email, 'stranger@example.org']) {
      expect([(await ask(address)).status, (await ask(address)).text]).toEqual([202, '']);
    }
    for (let more = 0; more < 5; more += 1) await ask();
    expect(codes()).toHaveLength(7);
    const recover = { reference: known.booking.reference, email };
    await post('/v1/bookings/recover', recover);
    await target.deps.recoveries.settled();
    expect(target.log.events.filter(({ type }) => type === 'RecoveryCodeIssued')).toEqual([]);
    expect(JSON.stringify(target.log.events)).not.toContain(codes()[0]);
    expect(JSON.stringify(target.log.events)).not.toMatch(/stranger@example/i);
  });

  it('signs in once, within ten minutes and five tries', async () => {
    await ask();
    const [first = ''] = codes();
    expect(problemOf(await confirm(wrong(first)))).toBe('422 invalid-code');
    expect(problemOf(await confirm(first, {}, 'other@example.org'))).toBe('422 invalid-code');
    expect((await confirm(first)).status).toBe(200);
    expect(problemOf(await confirm(first))).toBe('422 invalid-code');
    await ask();
    const second = codes().at(-1) ?? '';
    for (let tries = 0; tries < 5; tries += 1) await confirm(wrong(second));
    expect(problemOf(await confirm(second))).toBe('422 invalid-code');
    await ask();
    target.clock.advance(minutes(10));
    expect(problemOf(await confirm(codes().at(-1) ?? ''))).toBe('422 invalid-code');
  });

  it('that is wrong is not answered sooner for an address that asked for none', async () => {
    const codeRefusedAfterMs = 100;
    const other = await openOther({ log: target.log, deps: { codeRefusedAfterMs } });
    await ask();
    for (const address of [email, 'stranger@example.org']) {
      const payload = { email: address, code: wrong(codes()[0]) };
      const askedAtMs = performance.now();
      const refused = await call(other, { method: 'POST', url: '/v1/sign-in/email/confirm', payload });
      expect(problemOf(refused)).toBe('422 invalid-code');
      // A timer may end a millisecond early.
      expect(performance.now() - askedAtMs).toBeGreaterThan(codeRefusedAfterMs - 2);
    }
  });

  it('gives the same answer to a repeat under the same key, and opens no booking', async () => {
    const { booking } = await sell(target, cinema, ['A1']);
    await ask();
    const [code = ''] = codes();
    const opening = { reference: booking.reference, email, code };
    expect(problemOf(await post('/v1/bookings/recover/confirm', opening))).toBe('422 invalid-code');
    const key = freshKey();
    const first = await confirm(code, key);
    target.clock.advance(minutes(1));
    const again = await confirm(code, key);
    expect([again.status, again.body, again.headers['idempotency-replayed']]).toEqual([
      200,
      first.body,
      'true',
    ]);
    expect(
      (
        await get<{ items: object[] }>('/v1/me/sessions', {
          authorization: `Bearer ${first.body.accessToken}`,
        })
      ).body.items,
    ).toHaveLength(1);
  });

  it('of a request that was not carried out is issued by its repeat, under its key', async () => {
    const { signIns } = target.deps;
    const { request } = signIns;
    Object.assign(signIns, { request: () => undefined });
    const key = freshKey();
    await ask(email, key);
    expect(codes()).toEqual([]);
    Object.assign(signIns, { request });
    await ask(email, key);
    await ask(email, key);
    expect(new Set(codes()).size).toBe(1);
    expect(problemOf(await ask('other@example.org', key))).toBe('422 idempotency-key-reused');
  });
});

describe('a customer who signed in', () => {
  it('has the bookings made with the address before, and those after', async () => {
    const before = await sell(target, cinema, ['A1']);
    const customer = await signIn();
    const after = await sell(target, cinema, ['A2'], { headers: customer.headers });
    const asGuest = await sell(target, cinema, ['A3']);
    const { body } = await get<{ items: { bookingId: string }[] }>('/v1/me/bookings', customer.headers);
    expect(body.items.map(({ bookingId }) => bookingId).sort()).toEqual(
      [before, after, asGuest].map(({ booking }) => booking.bookingId).sort(),
    );
    expect((await get(before.url, customer.headers)).status).toBe(200);
    const stranger = await signIn('stranger@example.org');
    expect(problemOf(await get(before.url, stranger.headers))).toBe('404 not-found');
  });

  it('is told who they are, with one id for every sign-in', async () => {
    const customer = await signIn();
    expect((await get('/v1/me', customer.headers)).body).toEqual({
      ...{ customerId: customer.customerId, roles: ['customer'], theaterIds: [] },
    });
    expect((await signIn()).customerId).toBe(customer.customerId);
    expect((await signIn('stranger@example.org')).customerId).not.toBe(customer.customerId);
    const staff = await get('/v1/me', await target.bearer('staff', { theaterIds: ['*'] }));
    expect(staff.body).toEqual({ customerId: expect.any(String), roles: ['staff'], theaterIds: ['*'] });
    expect(problemOf(await get('/v1/me', {}))).toBe('401 unauthorized');
  });

  it('is somebody else after an erasure, and no longer signed in', async () => {
    const customer = await signIn();
    await sell(target, cinema, ['A1'], { headers: customer.headers });
    const url = `/v1/customers/${customer.customerId}/personal-data`;
    const erased = await call(target, { method: 'DELETE', url, headers: customer.headers });
    expect(erased.status).toBe(204);
    expect(problemOf(await refresh(customer.refreshToken))).toBe('401 sign-in-again');
    const anew = await signIn();
    expect((await get<{ items: object[] }>('/v1/me/bookings', anew.headers)).body.items).toEqual([]);
  });

  it('is somebody else, too, after an admin erased the customer of a booking', async () => {
    const customer = await signIn();
    const sold = await sell(target, cinema, ['A1'], { headers: customer.headers });
    const seen = await get<{ customerId: string }>(sold.url, cinema.admin);
    const url = `/v1/customers/${seen.body.customerId}/personal-data`;
    expect((await call(target, { method: 'DELETE', url, headers: cinema.admin })).status).toBe(204);
    expect(problemOf(await refresh(customer.refreshToken))).toBe('401 sign-in-again');
    const anew = await signIn();
    expect((await get<{ items: object[] }>('/v1/me/bookings', anew.headers)).body.items).toEqual([]);
    await sell(target, cinema, ['A2'], { headers: anew.headers });
  });
});

describe('a session', () => {
  it('is refreshed, and the token before works for a minute with the same answer', async () => {
    const customer = await signIn();
    target.clock.advance(minutes(5));
    const next = await refresh(customer.refreshToken);
    expect([next.status, next.body.customerId, next.headers['cache-control']]).toEqual([
      200,
      customer.customerId,
      'no-store',
    ]);
    expect(next.body.refreshToken).not.toBe(customer.refreshToken);
    target.clock.advance(minutes(1));
    expect((await refresh(customer.refreshToken)).body).toEqual(next.body);
    const { exp, auth_time, sid } = decodeJwt(next.body.accessToken);
    const first = decodeJwt(customer.accessToken);
    expect([Number(exp) * 1_000, auth_time, sid]).toEqual([
      Date.parse(next.body.expiresAt),
      first.auth_time,
      first.sid,
    ]);
  });

  it('ends when a token comes again that was replaced more than a minute before', async () => {
    const customer = await signIn();
    const next = (await refresh(customer.refreshToken)).body;
    target.clock.advance(minutes(1) + 1);
    expect(problemOf(await refresh(customer.refreshToken))).toBe('401 sign-in-again');
    expect(problemOf(await refresh(next.refreshToken))).toBe('401 sign-in-again');
    expect(problemOf(await get('/v1/me', { authorization: `Bearer ${next.accessToken}` }))).toBe(
      '401 unauthorized',
    );
  });

  it('is refreshed by nothing else', async () => {
    const { refreshToken } = await signIn();
    const bytes = Buffer.from(refreshToken, 'base64url');
    bytes.writeUInt32BE(1, 16);
    const forged = [bytes.toString('base64url'), tampered(refreshToken), 'x', 'A'.repeat(70)];
    for (const each of forged) expect(problemOf(await refresh(each))).toBe('401 sign-in-again');
    expect((await refresh(refreshToken)).status).toBe(200);
  });

  it('is listed and ended by its customer, and its tokens with it', async () => {
    const [here, there] = [await signIn(), await signIn()];
    const other = await signIn('stranger@example.org');
    interface Listed {
      readonly items: readonly { readonly id: string; readonly current: boolean }[];
    }
    const { items } = (await get<Listed>('/v1/me/sessions', here.headers)).body;
    expect(items.map(({ current }) => current).sort()).toEqual([false, true]);
    const id = items.find(({ current }) => !current)?.id ?? '';
    const end = (headers: Headers) =>
      call(target, { method: 'DELETE', url: `/v1/me/sessions/${id}`, headers }).then(problemOf);
    expect([await end(other.headers), await end(here.headers), await end(here.headers)]).toEqual([
      '404 not-found',
      '204',
      '404 not-found',
    ]);
    expect(problemOf(await get('/v1/me', there.headers))).toBe('401 unauthorized');
    expect(problemOf(await refresh(there.refreshToken))).toBe('401 sign-in-again');
    expect((await get('/v1/me', here.headers)).status).toBe(200);
  });

  it('gives access for ten minutes, and the sign-in lasts ninety days', async () => {
    const customer = await signIn();
    target.clock.advance(minutes(10) + 6_000);
    expect(problemOf(await get('/v1/me', customer.headers))).toBe('401 unauthorized');
    let { refreshToken } = customer;
    for (const days of [29, 29, 29]) {
      target.clock.advance(minutes(days * 24 * 60));
      const { body } = await refresh(refreshToken);
      expect(body.customerId).toBe(customer.customerId);
      ({ refreshToken } = body);
    }
    target.clock.advance(minutes(3 * 24 * 60));
    expect(problemOf(await refresh(refreshToken))).toBe('401 sign-in-again');
  });

  it('ends when it was not used for thirty days', async () => {
    const { refreshToken } = await signIn();
    target.clock.advance(minutes(30 * 24 * 60));
    expect(problemOf(await refresh(refreshToken))).toBe('401 sign-in-again');
  });
});
