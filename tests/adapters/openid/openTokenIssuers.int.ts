/** Tokens of a real OpenID provider: whose are taken, what they open, and what is said while it is away. */
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTokenIssuers, type TrustedIssuer } from '../../../src/adapters/openid/openTokenIssuers.ts';
import { actorIdOf } from '../../../src/api/http/auth/Caller.ts';
import { type TokenIssuers, TokenIssuerUnavailable } from '../../../src/ports/TokenIssuers.ts';
import { call, openCinema, problemOf } from '../../api/support/cinema.ts';
import { sell } from '../../api/support/sales.ts';
import { openTestApp, type TestApp } from '../../api/support/testApp.ts';
import { resource, startOidcProvider } from '../../support/oidcProvider.ts';
import { uuid } from '../../support/showtimes.ts';

const authenticatedAt = Math.floor(Date.now() / 1_000) - 30;
const claims = {
  boss: { groups: ['cinema-admins', 'unknown'], auth_time: authenticatedAt },
  clerk: { groups: ['box-office'], theaters: [uuid(1), 'nonsense'] },
  homeless: { groups: ['box-office'] },
  ada: { groups: ['guests'] },
  nobody: {},
};

let provider: Awaited<ReturnType<typeof startOidcProvider>>;
let trusted: TrustedIssuer;
beforeEach(async () => {
  provider = await startOidcProvider(claims);
  trusted = {
    issuer: provider.issuer,
    audience: resource,
    rolesClaim: 'groups',
    roles: { 'cinema-admins': 'admin', 'box-office': 'staff', guests: 'customer' },
    theatersClaim: 'theaters',
  };
});
afterEach(() => provider.stop());

describe('a token of a trusted issuer', () => {
  it('is read with its roles and theaters, and its keys are asked for once', async () => {
    const issuers = openTokenIssuers([trusted]);
    const token = await provider.tokenOf('clerk');
    const read = await issuers.read(token, Date.now());
    expect(read).toEqual({
      issuer: provider.issuer,
      subject: 'clerk',
      roles: ['staff'],
      theaterIds: [uuid(1)],
      tokenId: expect.any(String),
      expiresAtMs: expect.any(Number),
    });
    const boss = await issuers.read(await provider.tokenOf('boss'), Date.now());
    expect([boss?.roles, boss?.authenticatedAtMs]).toEqual([['admin'], authenticatedAt * 1_000]);
    expect((await issuers.read(await provider.tokenOf('nobody'), Date.now()))?.roles).toEqual([]);
    expect(provider.requests()).toBe(2);
  });

  it('finds roles in nested claims', async () => {
    await provider.stop();
    provider = await startOidcProvider({ nested: { realm_access: { roles: ['boss'] } } });
    const nested = {
      ...trusted,
      issuer: provider.issuer,
      rolesClaim: 'realm_access.roles',
      roles: { boss: 'admin' },
    } as const;
    const read = await openTokenIssuers([nested]).read(await provider.tokenOf('nested'), Date.now());
    expect(read?.roles).toEqual(['admin']);
  });

  it('is refused for another audience, after its end, altered, or without a signature of the issuer', async () => {
    const issuers = openTokenIssuers([trusted]);
    const token = await provider.tokenOf('boss');
    const [header = '', payload = '', signature = ''] = token.split('.');
    const forged = new SignJWT({ groups: ['cinema-admins'] })
      .setProtectedHeader({ alg: 'HS256', kid: 'first' })
      .setSubject('boss')
      .setIssuer(provider.issuer)
      .setAudience(resource)
      .setIssuedAt()
      .setExpirationTime('10m');
    const refused = [
      await provider.tokenOf('boss', 'urn:other:api'),
      `${header}.${Buffer.from(JSON.stringify({ iss: provider.issuer, sub: 'x' })).toString('base64url')}.${signature}`,
      `${header}.${payload}.`,
      await forged.sign(new TextEncoder().encode('k'.repeat(32))),
      'a.b.c',
    ];
    for (const each of refused) expect(await issuers.read(each, Date.now())).toBeUndefined();
    expect(await issuers.read(token, Date.now() + 11 * 60_000)).toBeUndefined();
    const others = openTokenIssuers([{ ...trusted, issuer: 'https://id.example.org' }]);
    expect(await others.read(token, Date.now())).toBeUndefined();
  });

  it('is answered as an outage while its issuer is away and its keys are not known', async () => {
    const known = openTokenIssuers([trusted]);
    const token = await provider.tokenOf('boss');
    expect(await known.read(token, Date.now())).toBeDefined();
    await provider.stop();
    expect(await known.read(token, Date.now())).toBeDefined();
    await expect(openTokenIssuers([trusted]).read(token, Date.now())).rejects.toThrow(TokenIssuerUnavailable);
  });
});

/** The provider lives in real time, the program under test in its own. */
const inTestTime = (issuers: TokenIssuers): TokenIssuers => ({
  read: async (token, testNowMs) => {
    const read = await issuers.read(token, Date.now());
    return read === undefined
      ? undefined
      : { ...read, expiresAtMs: read.expiresAtMs - Date.now() + testNowMs };
  },
});

describe('a caller of a trusted issuer', () => {
  let target: TestApp;
  beforeEach(async () => {
    target = await openTestApp({ deps: { tokenIssuers: inTestTime(openTokenIssuers([trusted])) } });
  });
  afterEach(() => target.close());
  const bearer = async (client: string) => ({ authorization: `Bearer ${await provider.tokenOf(client)}` });
  const projections = async (headers: Record<string, string>) =>
    problemOf(await call(target, { url: '/v1/ops/projections', headers }));

  it('opens what the mapped role opens, until the token is revoked', async () => {
    const boss = await bearer('boss');
    expect([await projections(boss), await projections(await bearer('homeless'))]).toEqual([
      '200',
      '403 forbidden',
    ]);
    const { jti } = JSON.parse(Buffer.from(boss.authorization.split('.')[1] ?? '', 'base64url').toString());
    await target.deps.revocations.revoke(jti, Date.now() + 60_000);
    expect(await projections(boss)).toBe('401 unauthorized');
  });

  it('is named in events by an HMAC of issuer and subject, and is nobody of ours with that subject', async () => {
    const cinema = await openCinema(target);
    const { booking } = await sell(target, cinema, ['A1'], { headers: await bearer('ada') });
    const { guestIdentity } = target.deps.secrets;
    const customerId = actorIdOf('ada', guestIdentity, provider.issuer);
    const made = target.log.events.findLast(({ type }) => type === 'BookingInitiated');
    expect([made?.metadata.actor, Object(made?.data).customerId]).toEqual([
      { role: 'customer', id: customerId },
      customerId,
    ]);
    const url = `/v1/bookings/${booking.bookingId}`;
    expect(problemOf(await call(target, { url, headers: await bearer('ada') }))).toBe('200');
    const ours = await target.bearer('customer', { subject: 'ada' });
    expect(problemOf(await call(target, { url, headers: ours }))).toBe('404 not-found');
    expect(JSON.stringify(target.log.events)).not.toContain('"ada"');
  });
});

it('takes no subject of an issuer for the id of one of our guests', async () => {
  const target = await openTestApp();
  const cinema = await openCinema(target);
  const { booking } = await sell(target, cinema, ['A1']);
  const made = target.log.events.findLast(({ type }) => type === 'BookingInitiated');
  const guestId: string = Object(made?.data).customerId;
  const posing = await startOidcProvider({ [guestId]: { groups: ['guests'] } });
  const spy = await openTestApp({
    log: target.log,
    deps: { tokenIssuers: inTestTime(openTokenIssuers([{ ...trusted, issuer: posing.issuer }])) },
  });
  const headers = { authorization: `Bearer ${await posing.tokenOf(guestId)}` };
  expect(problemOf(await call(spy, { url: `/v1/bookings/${booking.bookingId}`, headers }))).toBe(
    '404 not-found',
  );
  await spy.close();
  await target.close();
  await posing.stop();
});
