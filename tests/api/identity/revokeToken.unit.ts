/** Tokens ended before their time, and the keys under which they are published. */
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { uuid } from '../../support/showtimes.ts';
import { call, problemOf } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
beforeEach(async () => {
  target = await openTestApp();
});
afterEach(() => target.close());

const stuck = (headers: Record<string, string>) =>
  call(target, { url: '/v1/ops/projections', headers }).then(problemOf);
const revoke = (jti: unknown, headers: Record<string, string>) =>
  call(target, { method: 'POST', url: '/v1/ops/tokens/revoke', headers, payload: { jti } }).then(problemOf);
const jtiOf = ({ authorization }: { authorization: string }) => decodeJwt(authorization.slice(7)).jti;

it('refuses a token from its revocation on, also one that was used before, and no other', async () => {
  const [stolen, own] = [await target.bearer('admin'), await target.bearer('admin')];
  expect([await stuck(stolen), await stuck(stolen), await stuck(own)]).toEqual(['200', '200', '200']);
  expect([await revoke(jtiOf(stolen), own), await revoke(jtiOf(stolen), own)]).toEqual(['204', '204']);
  expect([await stuck(stolen), await stuck(own)]).toEqual(['401 unauthorized', '200']);
  const unused = await target.bearer('admin');
  await revoke(jtiOf(unused), own);
  expect(await stuck(unused)).toBe('401 unauthorized');
});

it('is for admins, and takes an id', async () => {
  expect(await revoke(uuid(1), await target.bearer('staff', { theaterIds: ['*'] }))).toBe('403 forbidden');
  expect(await revoke('', await target.bearer('admin'))).toBe('400 invalid-request');
  expect(await revoke('a b', await target.bearer('admin'))).toBe('400 invalid-request');
});

it('verifies a token once, and refuses it at its end although it is remembered', async () => {
  let reads = 0;
  const { accessTokens } = target.deps;
  const counting = await openTestApp({
    deps: {
      accessTokens: {
        ...accessTokens,
        read: (...given) => {
          reads += 1;
          return accessTokens.read(...given);
        },
      },
    },
  });
  const ask = async (headers: Record<string, string>) =>
    problemOf(await call(counting, { url: '/v1/ops/projections', headers }));
  const headers = await target.bearer('admin');
  expect([await ask(headers), await ask(headers), await ask(headers)]).toEqual(['200', '200', '200']);
  expect(reads).toBe(1);
  counting.clock.advance(12 * 3_600_000 + 6_000);
  expect(await ask(headers)).toBe('401 unauthorized');
  await counting.close();
});
