/** What wants a sign-in of the last quarter of an hour: large refunds, and calling a show off. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../../src/domain/kernel/roles.ts';
import { minutes, uuid } from '../../support/showtimes.ts';
import { type Cinema, call, openCinema, problemOf, theater } from '../support/cinema.ts';
import { freshKey, sell } from '../support/sales.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
  const policies = { freshSignInAboveMinor: 1_500 };
  const url = `/v1/theaters/${cinema.theaterId}`;
  const headers = cinema.admin;
  const changed = await call(target, { method: 'PUT', url, headers, payload: { ...theater, policies } });
  expect([changed.status, changed.body.policies]).toEqual([200, policies]);
});
afterEach(() => target.close());

/** Of a customer whose sign-in is so old. */
const signedIn = async (role: Role, minutesAgo: number) => {
  const nowMs = target.clock.nowMs();
  const token = await target.deps.accessTokens.issue({
    ...{ subject: 'ada', roles: [role], theaterIds: ['*'], tokenId: uuid(8), sessionId: uuid(9) },
    ...{ issuedAtMs: nowMs, expiresAtMs: nowMs + minutes(10) },
    authenticatedAtMs: nowMs - minutes(minutesAgo),
  });
  return { authorization: `Bearer ${token}` };
};

describe('calling a show off', () => {
  const cancel = async (headers: Record<string, string>) => {
    const url = `/v1/showtimes/${cinema.showtimeId}/cancel`;
    return problemOf(await call(target, { method: 'POST', url, headers, payload: { reason: 'Fire' } }));
  };

  it('wants a fresh sign-in of staff and admins', async () => {
    expect(await cancel(await signedIn('staff', 16))).toBe('401 sign-in-again');
    expect(await cancel(await signedIn('admin', 16))).toBe('401 sign-in-again');
    expect(await cancel(await signedIn('customer', 16))).toBe('403 forbidden');
    expect(await cancel(await signedIn('staff', 14))).toBe('200');
  });

  it('takes a printed token for its twelve hours', async () => {
    const headers = await target.bearer('staff', { theaterIds: ['*'] });
    target.clock.advance(minutes(11 * 60));
    expect(await cancel(headers)).toBe('200');
  });
});

describe('a refund above the limit of the theater', () => {
  const cancel = async (url: string, headers: Record<string, string>, payload: object = {}) => {
    const request = { method: 'POST', url: `${url}/cancel`, headers: { ...headers, ...freshKey() } } as const;
    return problemOf(await target.office.until(call(target, { ...request, payload })));
  };

  it('wants a fresh sign-in of customers and staff, a smaller one none', async () => {
    const headers = await signedIn('customer', 16);
    const { url } = await sell(target, cinema, ['A1', 'A2', 'A3'], { headers });
    expect(await cancel(url, headers)).toBe('401 sign-in-again');
    expect(await cancel(url, await signedIn('staff', 16))).toBe('401 sign-in-again');
    expect(await cancel(url, headers, { seatIds: ['A1'] })).toBe('200');
    expect(await cancel(url, await signedIn('customer', 14))).toBe('200');
  });

  it('is measured by all that was paid where staff refund in full', async () => {
    const { url } = await sell(target, cinema, ['A5', 'A6']);
    const staff = await signedIn('staff', 16);
    expect(await cancel(url, staff, { terms: 'full' })).toBe('401 sign-in-again');
  });

  it('is given to a guest with the booking’s own token', async () => {
    const { url, access } = await sell(target, cinema, ['A7', 'A8']);
    expect(await cancel(url, access)).toBe('200');
  });
});
