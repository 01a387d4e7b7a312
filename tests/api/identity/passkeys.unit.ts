/** Passkeys through the real library, made by an authenticator in software. */
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minutes } from '../../support/showtimes.ts';
import { createSoftAuthenticator } from '../../support/softAuthenticator.ts';
import { call, problemOf } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let ada: Record<string, string>;
beforeEach(async () => {
  target = await openTestApp();
  ada = await target.bearer('customer', { subject: 'ada' });
});
afterEach(() => target.close());

interface Body {
  readonly challenge: string;
  readonly accessToken: string;
  readonly customerId: string;
  readonly id: string;
}
const place = { rpId: 'example.org', origin: 'https://tickets.example.org' };
const post = (url: string, payload: object = {}, headers: Record<string, string> = {}) =>
  call<Body>(target, { method: 'POST', url, payload, headers });
const toRegister = async (headers = ada) =>
  (await post('/v1/passkeys/registration/options', {}, headers)).body.challenge;
const toSignIn = async () => (await post('/v1/sign-in/passkey/options')).body.challenge;
const register = (answer: object, headers = ada) => post('/v1/passkeys/registration/verify', answer, headers);
const signIn = (answer: object) => post('/v1/sign-in/passkey/verify', answer);
const registered = async (authenticator = createSoftAuthenticator(), headers = ada) => {
  const answer = authenticator.create({ ...place, challenge: await toRegister(headers) });
  expect((await register(answer, headers)).status).toBe(201);
  return authenticator;
};

describe('a passkey', () => {
  it('signs its customer in, with a session of its own', async () => {
    const authenticator = await registered();
    const signedIn = await signIn(authenticator.get({ ...place, challenge: await toSignIn() }));
    expect([signedIn.status, signedIn.headers['cache-control']]).toEqual([200, 'no-store']);
    const { sub, roles } = decodeJwt(signedIn.body.accessToken);
    expect([sub, roles]).toEqual(['ada', ['customer']]);
    const headers = { authorization: `Bearer ${signedIn.body.accessToken}` };
    const me = await call<Body>(target, { url: '/v1/me', headers });
    expect(me.body.customerId).toBe(signedIn.body.customerId);
    const sessions = await call<{ items: object[] }>(target, { url: '/v1/me/sessions', headers });
    expect(sessions.body.items).toHaveLength(1);
  });

  it('is offered with options that ask for a passkey of this site', async () => {
    await registered();
    const { body } = await call<Record<string, unknown>>(target, {
      ...{ method: 'POST', url: '/v1/passkeys/registration/options', headers: ada },
      payload: { name: 'Ada at home' },
    });
    expect([body.rp, body.attestation, Object(body.user).name]).toEqual([
      { name: 'Marquee', id: 'example.org' },
      'none',
      'Ada at home',
    ]);
    expect(body.excludeCredentials).toHaveLength(1);
    expect(JSON.stringify(body)).not.toContain('"ada"');
  });

  it('answers a challenge once, of its own kind, within five minutes', async () => {
    const authenticator = await registered();
    const answer = authenticator.get({ ...place, challenge: await toSignIn() });
    target.clock.advance(1);
    expect((await signIn(answer)).status).toBe(200);
    expect(problemOf(await signIn(answer))).toBe('422 invalid-passkey');
    const wrong = [await toRegister(), 'AAAA', Buffer.alloc(54).toString('base64url')];
    for (const challenge of wrong) {
      expect(problemOf(await signIn(authenticator.get({ ...place, challenge })))).toBe('422 invalid-passkey');
    }
    const late = authenticator.get({ ...place, challenge: await toSignIn() });
    target.clock.advance(minutes(5) + 1);
    expect(problemOf(await signIn(late))).toBe('422 invalid-passkey');
  });

  it('is refused from another site, of another key, altered, or without the person', async () => {
    const authenticator = await registered();
    const asked = async () => ({ ...place, challenge: await toSignIn() });
    const good = authenticator.get(await asked());
    const refused = [
      authenticator.get({ ...(await asked()), origin: 'https://evil.example' }),
      authenticator.get({ ...(await asked()), rpId: 'evil.example' }),
      createSoftAuthenticator().get(await asked()),
      { ...createSoftAuthenticator().get(await asked()), id: good.id, rawId: good.rawId },
      {
        ...good,
        response: { ...good.response, signature: good.response.signature.replace(/.{6}$/, 'AAAAAA') },
      },
    ];
    for (const answer of refused) expect(problemOf(await signIn(answer))).toBe('422 invalid-passkey');
    const careless = createSoftAuthenticator(false).create({ ...place, challenge: await toRegister() });
    expect(problemOf(await register(careless))).toBe('422 invalid-passkey');
    expect((await signIn(good)).status).toBe(200);
  });
});

describe('registering', () => {
  it('wants a sign-in of the last quarter of an hour, and the challenge of that customer', async () => {
    const eve = await target.bearer('customer', { subject: 'eve' });
    const answer = createSoftAuthenticator().create({ ...place, challenge: await toRegister(eve) });
    expect(problemOf(await register(answer))).toBe('422 invalid-passkey');
    expect(problemOf(await post('/v1/passkeys/registration/options'))).toBe('401 unauthorized');
    const authenticator = await registered();
    const session = await signIn(authenticator.get({ ...place, challenge: await toSignIn() }));
    const headers = { authorization: `Bearer ${session.body.accessToken}` };
    await registered(createSoftAuthenticator(), headers);
    target.clock.advance(minutes(14));
    const { refreshToken } = Object(session.body);
    const later = (await post('/v1/sessions/refresh', { refreshToken })).body;
    target.clock.advance(minutes(2));
    const stale = { authorization: `Bearer ${later.accessToken}` };
    expect(problemOf(await post('/v1/passkeys/registration/options', {}, stale))).toBe('401 sign-in-again');
  });

  it('takes each passkey once and twenty of an account; they are listed and removed by their customer', async () => {
    const authenticator = await registered();
    const again = authenticator.create({ ...place, challenge: await toRegister() });
    expect(problemOf(await register(again))).toBe('422 invalid-passkey');
    for (let more = 1; more < 20; more += 1) await registered();
    const surplus = createSoftAuthenticator().create({ ...place, challenge: await toRegister() });
    expect(problemOf(await register(surplus))).toBe('422 invalid-passkey');
    interface Listed {
      readonly items: readonly Body[];
    }
    const list = async () =>
      (await call<Listed>(target, { url: '/v1/me/passkeys', headers: ada })).body.items;
    expect(await list()).toHaveLength(20);
    await signIn(authenticator.get({ ...place, challenge: await toSignIn() }));
    const used = (await list()).find((each) => 'lastUsedAt' in each);
    const url = `/v1/me/passkeys/${used?.id}`;
    const remove = async (headers: Record<string, string>) =>
      problemOf(await call(target, { method: 'DELETE', url, headers }));
    const eve = await target.bearer('customer', { subject: 'eve' });
    expect([await remove(eve), await remove(ada), await remove(ada)]).toEqual([
      '404 not-found',
      '204',
      '404 not-found',
    ]);
    const answer = authenticator.get({ ...place, challenge: await toSignIn() });
    expect(problemOf(await signIn(answer))).toBe('422 invalid-passkey');
  });
});
