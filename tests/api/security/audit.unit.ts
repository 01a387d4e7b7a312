/** The security log as an attack leaves it: who tried what, how it ended, and nothing of what they said. */
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { actorIdOf } from '../../../src/api/http/auth/Caller.ts';
import { routeTable } from '../../../src/api/http/auth/routeAccess.ts';
import { auditedRoutes } from '../../../src/api/http/security/auditedRoutes.ts';
import { codeOf } from '../../../src/commands/recovery/recoveryCodes.ts';
import { uuid } from '../../support/showtimes.ts';
import { recoveryKey } from '../support/boxOffice.ts';
import { type Cinema, call, hold, openCinema, problemOf } from '../support/cinema.ts';
import { openingOthers } from '../support/openingOthers.ts';
import { freshKey, person, sell } from '../support/sales.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

interface Shown {
  readonly id: string;
  readonly at: string;
  readonly actor: { readonly id?: string; readonly role: string };
  readonly action: string;
  readonly operation: string;
  readonly outcome: string;
  readonly reason?: string;
  readonly targets: readonly string[];
  readonly address: string;
  readonly requestId: string;
}
type Headers = Record<string, string>;

let target: TestApp;
let cinema: Cinema;
const openOther = openingOthers();
beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

const read = async (query: string, headers: Headers = cinema.admin, from = target) => {
  // An answer is on its way before its entry is made.
  await new Promise((resolve) => setImmediate(resolve));
  return call<{ items: Shown[]; nextCursor: string | null }>(from, { url: `/v1/ops/audit${query}`, headers });
};
/** The latest first: who, what, how it ended, to what. */
const told = async (action: string, from = target): Promise<readonly string[]> =>
  (await read(`?action=${action}&limit=100`, cinema.admin, from)).body.items.map(
    ({ actor, operation, outcome, reason = '-', targets }) =>
      `${actor.role}${actor.id === undefined ? '' : '!'} ${operation} ${outcome} ${reason} ${targets.length}`,
  );
const post = (url: string, payload: object, headers: Headers = {}) =>
  call<Record<string, string>>(target, { method: 'POST', url, payload, headers });

it('names routes that there are', () => {
  expect(Object.keys(auditedRoutes).filter((route) => routeTable[route] === undefined)).toEqual([]);
});

it('tells of sign-ins, of tries that failed, and of sessions that ended', async () => {
  await post('/v1/sign-in/email', { email: person.email });
  await target.deps.signIns.settled();
  const issued = target.log.events.find(({ type }) => type === 'SignInCodeIssued');
  const code = codeOf(recoveryKey, Object(issued?.data).codeId);
  const confirm = (given: string) => post('/v1/sign-in/email/confirm', { email: person.email, code: given });
  await confirm(code === '00000000' ? '00000001' : '00000000');
  const { body } = await confirm(code);
  const headers = { authorization: `Bearer ${body.accessToken}` };
  expect(await told('sign-in-code')).toEqual(['guest requestSignInCode done - 0']);
  expect(await told('sign-in')).toEqual([
    'customer! confirmSignIn done - 0',
    'guest confirmSignIn refused invalid-code 0',
  ]);
  await post('/v1/sessions/refresh', { refreshToken: 'x'.repeat(80) });
  const { sid } = decodeJwt(body.accessToken ?? '');
  await call(target, { method: 'DELETE', url: `/v1/me/sessions/${sid}`, headers });
  expect(await told('session')).toEqual([
    'customer! endMySession done - 1',
    'guest refreshSession refused sign-in-again 0',
  ]);
  const noPasskey = { id: 'bm9uZQ', rawId: 'bm9uZQ', type: 'public-key', clientExtensionResults: {} };
  const response = { clientDataJSON: 'bm9uZQ', authenticatorData: 'bm9uZQ', signature: 'bm9uZQ' };
  await post('/v1/sign-in/passkey/verify', { ...noPasskey, response });
  expect((await told('sign-in'))[0]).toBe('guest signInWithPasskey refused invalid-passkey 0');
});

it('tells of every refusal of rights, also of those that look like a missing thing', async () => {
  const { url, held } = await sell(target, cinema, ['A1']);
  const stranger = await target.bearer('customer', { subject: 'mallory' });
  const staffElsewhere = await target.bearer('staff', { theaterIds: [uuid(1)] });
  const forged = { authorization: 'Bearer ey.forged.token' };
  const attacks: readonly (readonly [Parameters<typeof call>[1], string])[] = [
    [{ url: '/v1/events' }, '401 unauthorized'],
    [{ url: '/v1/events', headers: stranger }, '403 forbidden'],
    [{ url, headers: stranger }, '404 not-found'],
    [{ url, headers: { 'booking-access': 'x'.repeat(43) } }, '404 not-found'],
    [{ url: `/v1/holds/${held.holdId}`, headers: { 'hold-token': 'x'.repeat(86) } }, '404 not-found'],
    [{ url: `/v1/showtimes/${cinema.showtimeId}/pricing`, headers: staffElsewhere }, '404 not-found'],
    [{ url: '/v1/movies', headers: forged }, '401 unauthorized'],
  ];
  for (const [attack, answer] of attacks) expect(problemOf(await call(target, attack))).toBe(answer);
  // A thing that there is not is no refusal of rights.
  await call(target, { url: `/v1/showtimes/${uuid(5)}` });
  expect(await told('access-denied')).toEqual([
    'guest listMovies refused unauthorized 0',
    'staff! getPricing refused not-found 1',
    'guest getHold refused not-found 1',
  ]);
  expect(await told('personal-data-read')).toEqual([
    'guest getBooking refused not-found 1',
    'customer! getBooking refused not-found 1',
  ]);
  expect(await told('export')).toEqual([
    'customer! readEvents refused forbidden 0',
    'guest readEvents refused unauthorized 0',
  ]);
});

it('tells whose data staff read, and not that customers read their own', async () => {
  const { url, booking, access } = await sell(target, cinema, ['A1']);
  const staff = await target.bearer('staff', { theaterIds: [cinema.theaterId], subject: 'sam' });
  await call(target, { url, headers: access });
  await call(target, { url, headers: staff });
  await call(target, { url: `/v1/bookings?showtimeId=${cinema.showtimeId}`, headers: staff });
  await call(target, {
    url: `/v1/customers/${encodeURIComponent('ada@example.org')}/personal-data`,
    headers: cinema.admin,
  });
  const { items } = (await read('?action=personal-data-read')).body;
  expect(items.map(({ operation, targets }) => [operation, targets])).toEqual([
    ['exportPersonalData', [expect.stringMatching(/^[\w-]{43}$/)]],
    ['findBookings', [booking.bookingId]],
    ['getBooking', [booking.bookingId]],
  ]);
  const sam = actorIdOf('sam', target.deps.secrets.guestIdentity);
  expect((await read(`?actor=${sam}`)).body.items.map(({ operation }) => operation)).toEqual([
    'findBookings',
    'getBooking',
  ]);
});

it('tells of refunds, erasures, exports, revocations and changes by staff', async () => {
  const { url, access } = await sell(target, cinema, ['A1']);
  await post(`${url}/cancel`, {}, { ...freshKey(), ...access });
  const analyst = await target.bearer('analyst');
  await call(target, { url: '/v1/events?limit=5', headers: analyst });
  const ada = await target.bearer('customer', { subject: 'ada' });
  await sell(target, cinema, ['A2'], { headers: ada });
  await call(target, { method: 'DELETE', url: '/v1/customers/ada/personal-data', headers: ada });
  await post('/v1/ops/tokens/revoke', { jti: 'ada@example.org' }, cinema.admin);
  await post(
    `/v1/showtimes/${cinema.showtimeId}/seats/block`,
    { seatIds: ['B1'], reason: 'x' },
    cinema.admin,
  );
  expect(await told('refund')).toEqual(['guest cancelBooking done - 1']);
  expect(await told('export')).toEqual(['analyst! readEvents done - 0']);
  expect(await told('erasure')).toEqual(['customer! erasePersonalData done - 1']);
  expect(await told('token-revocation')).toEqual(['admin! revokeToken done - 1']);
  expect(await told('staff-change')).toEqual([
    'admin! blockSeats done - 1',
    'admin! scheduleShowtime done - 0',
    'admin! createHall done - 1',
    'admin! createTheater done - 0',
    'admin! createMovie done - 0',
  ]);
});

it('tells that staff went beyond a limit, and that others were stopped by one', async () => {
  const limited = await openOther({
    settings: { rateLimit: { max: 1_000_000, exemptLoopback: true }, trustedProxies: { hops: 1 } },
  });
  const other = await openCinema(limited);
  const remote = { 'x-forwarded-for': '203.0.113.9' };
  const staff = { ...remote, ...(await limited.bearer('staff', { theaterIds: ['*'] })) };
  const guest = { ...remote };
  for (let n = 1; n <= 5; n += 1) await hold(limited, other, { seatIds: [`A${n}`] }, staff);
  const first = await hold(limited, other, { seatIds: ['B1'] }, guest);
  const session = { ...guest, 'guest-session': first.headers['guest-session'] ?? '' };
  for (let n = 2; n <= 5; n += 1) await hold(limited, other, { seatIds: [`B${n}`] }, session);
  expect(await told('limit-exemption', limited)).toEqual(['staff! holdSeats done - 1']);
  expect(await told('limit-refusal', limited)).toEqual(['guest holdSeats refused budget-exhausted 1']);
});

it('is read by admins alone, and each who tried is in it', async () => {
  for (const headers of [
    {},
    await target.bearer('staff', { theaterIds: ['*'] }),
    await target.bearer('analyst'),
  ]) {
    expect([401, 403]).toContain((await read('', headers)).status);
  }
  const { status, headers } = await read('');
  expect([status, headers['cache-control']]).toEqual([200, 'private, no-store']);
  expect(await told('security-log-read')).toEqual([
    'admin! readSecurityLog done - 0',
    'analyst! readSecurityLog refused forbidden 0',
    'staff! readSecurityLog refused forbidden 0',
    'guest readSecurityLog refused unauthorized 0',
  ]);
});

it('pages through all of it once, and filters by time and outcome', async () => {
  const { items: all } = (await read('?limit=100&action=staff-change')).body;
  const seen: string[] = [];
  let cursor = '';
  do {
    const { body } = await read(`?limit=2&action=staff-change${cursor}`);
    seen.push(...body.items.map(({ id }) => id));
    cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
  } while (cursor !== '');
  expect(seen).toEqual(all.map(({ id }) => id));
  const { at = '' } = all[0] ?? {};
  expect((await read(`?to=${at}&action=staff-change`)).body.items).toEqual([]);
  expect((await read(`?from=${at}&action=staff-change&limit=100`)).body.items).toEqual(all);
  expect((await read('?outcome=refused')).body.items).toEqual([]);
  for (const query of [
    '?actor=ada@example.org',
    '?action=all',
    '?cursor=x',
    '?limit=101',
    '?from=today',
    '?who=x',
  ]) {
    expect(problemOf(await read(query))).toBe('400 invalid-request');
  }
});

it('holds nothing of what callers say, and an address only as a keyed hash', async () => {
  const word = 'mallory';
  await call(target, {
    url: `/v1/customers/${word}@example.org/personal-data`,
    headers: { ...cinema.admin, 'user-agent': word },
  });
  await call(target, { url: `/v1/ops/audit?actor=${word}`, headers: { authorization: `Bearer ${word}` } });
  await post(`/v1/ops/parked-messages/${word}.5/retry`, {}, await target.bearer('staff', { subject: word }));
  await post('/v1/ops/tokens/revoke', { jti: `${word}@example.org` }, cinema.admin);
  const { text, body } = await read('?limit=100');
  expect(body.items.length).toBeGreaterThan(6);
  expect(text).not.toMatch(/mallory|127\.0\.0\.1/);
  expect(new Set(body.items.map(({ address }) => address)).size).toBe(1);
  expect(body.items[0]?.address).toMatch(/^[\w-]{22}$/);
});
