/** Access tokens: what they say, whose are believed, and that tickets and tokens never pass for each other. */
import { createHmac } from 'node:crypto';
import { CompactSign, createLocalJWKSet, jwtVerify, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { createAccessTokens } from '../../../src/adapters/keys/accessTokenKeys.ts';
import { privateKeyOf } from '../../../src/adapters/keys/ed25519.ts';
import { accessTokenSeeds, loadSecrets } from '../../../src/adapters/keys/loadSecrets.ts';
import { createTicketKeys } from '../../../src/adapters/keys/ticketKeys.ts';
import { claims as ticketClaims } from '../../domain/ticket/tickets.ts';
import { uuid } from '../../support/showtimes.ts';

const seed = (fill: number) => new Uint8Array(32).fill(fill);
const tokens = createAccessTokens([seed(1)]);
const nowMs = Date.parse('2026-12-01T12:00:00Z');
const claims = {
  subject: 's-1',
  roles: ['staff'],
  theaterIds: [uuid(1)],
  tokenId: uuid(2),
  sessionId: uuid(3),
  issuedAtMs: nowMs,
  expiresAtMs: nowMs + 60_000,
  authenticatedAtMs: nowMs - 5_000,
} as const;

it('says who asks until it is out of date', async () => {
  const token = await tokens.issue(claims);
  expect(await tokens.read(token, nowMs)).toEqual(claims);
  expect(await tokens.read(token, nowMs + 66_000)).toBeUndefined();
  expect(await createAccessTokens([seed(2)]).read(token, nowMs)).toBeUndefined();
});

it('of an older key is good while that key is named', async () => {
  const token = await tokens.issue(claims);
  const rotated = createAccessTokens([seed(9), seed(1)]);
  expect(await rotated.read(token, nowMs)).toEqual(claims);
  expect(await tokens.read(await rotated.issue(claims), nowMs)).toBeUndefined();
  expect(rotated.publicKeys().keys[1]).toEqual(tokens.publicKeys().keys[0]);
});

it('lives twelve hours at most, also one that was signed elsewhere', async () => {
  const expiresAtMs = nowMs + 12 * 3_600_000;
  expect(await tokens.read(await tokens.issue({ ...claims, expiresAtMs }), nowMs)).toBeDefined();
  expect(() => tokens.issue({ ...claims, expiresAtMs: expiresAtMs + 1_000 })).toThrow(RangeError);
});

describe('a token is refused', () => {
  const kid = tokens.publicKeys().keys[0]?.kid ?? '';
  const good = { roles: ['admin'], auth_time: nowMs / 1_000 };
  const sign = (more: (jwt: SignJWT) => SignJWT, payload: object = good, header: object = {}) =>
    more(
      new SignJWT({ ...payload })
        .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid, ...header })
        .setSubject('x')
        .setJti(uuid(4))
        .setIssuer('marquee')
        .setAudience('marquee-api')
        .setIssuedAt(nowMs / 1_000)
        .setExpirationTime(nowMs / 1_000 + 60),
    ).sign(privateKeyOf(seed(1)));
  const same = (jwt: SignJWT) => jwt;
  const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('and taken when nothing is wrong with it', async () => {
    expect(await tokens.read(await sign(same), nowMs)).toEqual({
      ...{ subject: 'x', roles: ['admin'], theaterIds: [], tokenId: uuid(4) },
      ...{ issuedAtMs: nowMs, authenticatedAtMs: nowMs, expiresAtMs: nowMs + 60_000 },
    });
  });

  it.each<[string, () => Promise<string> | string]>([
    ['without an id', () => sign((jwt) => jwt.setJti(''))],
    ['without a time of sign-in', () => sign(same, { roles: ['admin'] })],
    ['with a role that does not exist', () => sign(same, { ...good, roles: ['god'] })],
    ['of another issuer', () => sign((jwt) => jwt.setIssuer('other'))],
    ['for another audience', () => sign((jwt) => jwt.setAudience('other'))],
    ['of another type', () => sign(same, good, { typ: 'JWT' })],
    ['without a type', () => sign(same, good, { typ: undefined })],
    ['of an unknown key', () => sign(same, good, { kid: 'other' })],
    ['with a life of days', () => sign((jwt) => jwt.setExpirationTime(nowMs / 1_000 + 86_400))],
    ['without a signature', async () => (await sign(same)).replace(/[^.]+$/, '')],
    [
      'that has no algorithm',
      async () => `${base64url({ alg: 'none', typ: 'at+jwt' })}.${(await sign(same)).split('.')[1]}.`,
    ],
    [
      'signed by HMAC with the public key',
      async () => {
        const { x = '' } = tokens.publicKeys().keys[0] ?? {};
        const signed = `${base64url({ alg: 'HS256', typ: 'at+jwt', kid })}.${(await sign(same)).split('.')[1]}`;
        return `${signed}.${createHmac('sha256', Buffer.from(x, 'base64url')).update(signed).digest('base64url')}`;
      },
    ],
    ['that is a ticket', () => createTicketKeys(seed(1)).signTicket(ticketClaims)],
    ['that is text', () => 'a.b.c'],
  ])('%s', async (_name, token) => {
    expect(await tokens.read(await token(), nowMs)).toBeUndefined();
  });
});

describe('a token is no ticket', () => {
  it('for the server, even under one key', async () => {
    const code = await tokens.issue(claims);
    expect(await createTicketKeys(seed(1)).verifyTicket(code, nowMs)).toEqual({
      valid: false,
      why: 'malformed',
    });
    const disguised = await new CompactSign(Buffer.from(JSON.stringify(ticketClaims)))
      .setProtectedHeader({ alg: 'EdDSA', kid: tokens.publicKeys().keys[0]?.kid ?? '' })
      .sign(privateKeyOf(seed(1)));
    expect(await createTicketKeys(seed(7)).verifyTicket(disguised, nowMs)).toEqual({
      valid: false,
      why: 'bad-signature',
    });
  });

  it('for a library that is given all published keys', async () => {
    const keys = [...createTicketKeys(seed(7)).publicKeys().keys, ...tokens.publicKeys().keys];
    const published = createLocalJWKSet({ keys: keys.map((key) => ({ ...key })) });
    await expect(jwtVerify(await tokens.issue(claims), published)).rejects.toThrow('no applicable key');
  });
});

it('derives its key from the secret, or from one of its own whose older ones stay good', async () => {
  const secrets = await loadSecrets('/nowhere', 's'.repeat(32), ['o'.repeat(32)]);
  const kids = (given: string | undefined, older: readonly string[]) =>
    createAccessTokens(accessTokenSeeds(secrets, given, older))
      .publicKeys()
      .keys.map(({ kid }) => kid);
  const [fromSecret, fromOlder] = kids(undefined, []);
  const [own, ...rest] = kids('t'.repeat(32), ['s'.repeat(32)]);
  expect(rest).toEqual([fromSecret, fromOlder]);
  expect(new Set([own, fromSecret, fromOlder]).size).toBe(3);
  const tickets = createTicketKeys(secrets.tickets).publicKeys().keys[0]?.kid;
  expect([own, fromSecret, fromOlder]).not.toContain(tickets);
});
