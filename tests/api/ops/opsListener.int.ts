/** What operators read has a listener of its own where the settings say so: a stranger at the public one does not find it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { listenForOperators } from '../../../src/api/http/listenForOperators.ts';
import { problem } from '../../support/problem.ts';
import { call } from '../support/cinema.ts';
import { openingOthers } from '../support/openingOthers.ts';
import type { TestAppOptions } from '../support/testApp.ts';

const openOther = openingOthers();
const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closings.splice(0).map((close) => close()));
});

const apart = async (deps: TestAppOptions['deps'] = {}) => {
  const target = await openOther({ settings: { opsApart: true }, deps });
  const address = await target.app.listen({ host: '127.0.0.1', port: 0 });
  const operators = await listenForOperators(target.app, { host: '127.0.0.1', port: 0 });
  closings.push(operators.close);
  return { target, address, opsAddress: `http://127.0.0.1:${operators.port}` };
};

const operatorsOnly = ['/metrics', '/v1/ops/metrics', '/v1/ops/projections', '/v1/ops/stuck-payments'];

it('keeps metrics and ops off the public listener, however the path is written and whoever asks', async () => {
  const { target, address, opsAddress } = await apart();
  const headers = await target.bearer('admin');
  const statusAt = async (base: string, path: string, init: RequestInit = {}) =>
    (await fetch(`${base}${path}`, { headers, signal: AbortSignal.timeout(10_000), ...init })).status;
  for (const path of operatorsOnly) {
    expect([path, await statusAt(address, path), await statusAt(opsAddress, path)]).toEqual([path, 404, 200]);
  }
  for (const path of ['/%6detrics', '/metrics?x=1', '/v1/%6fps/projections', '/v1/ops/projections?']) {
    expect([path, await statusAt(address, path)]).toEqual([path, 404]);
  }
  expect(await statusAt(address, '/metrics', { method: 'HEAD' })).toBe(404);
  const forwarded = { ...headers, host: new URL(opsAddress).host, 'x-forwarded-host': '127.0.0.1:9' };
  expect(await statusAt(address, '/metrics', { headers: forwarded })).toBe(404);
  const revocation = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } };
  const body = JSON.stringify({ jti: '01a1fdcf-0000-7000-8000-000000000000' });
  expect(await statusAt(address, '/v1/ops/tokens/revoke', { ...revocation, body })).toBe(404);
  expect(await statusAt(opsAddress, '/v1/ops/tokens/revoke', { ...revocation, body })).toBe(204);
  const { status, body: hidden } = await call(target, { url: '/metrics' });
  expect([status, hidden]).toEqual([404, problem('not-found')]);
});

it('keeps everything else off the listener of operators, but health, and asks for the role there too', async () => {
  const { address, opsAddress } = await apart();
  const statusAt = async (path: string) =>
    (await fetch(`${opsAddress}${path}`, { signal: AbortSignal.timeout(10_000) })).status;
  for (const path of ['/v1/movies', '/v1/events', '/docs/', '/openapi.json', '/v1/keys']) {
    expect([path, await statusAt(path)]).toEqual([path, 404]);
  }
  expect([await statusAt('/health/live'), await statusAt('/health/ready')]).toEqual([200, 200]);
  expect((await fetch(`${address}/health/live`)).status).toBe(200);
  expect(await statusAt('/v1/ops/projections')).toBe(401);
});

it('serves the page of operators at both, with what it loads, and no other page among the operators', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'pages-'));
  closings.push(() => rm(root, { recursive: true }));
  await writeFile(path.join(root, 'index.html'), '<!doctype html>');
  await mkdir(path.join(root, 'assets'));
  await writeFile(path.join(root, 'assets/page.js'), '0');
  const pages = {
    root,
    has: (name: string) => name === 'assets/page.js',
    pageAt: (pathname: string) => (/^\/(ops|desk)?$/.test(pathname) ? { uses: [], preloads: '' } : undefined),
  };
  const { target, address, opsAddress } = await apart({ pages });
  const statusAt = async (base: string, url: string, headers = {}) =>
    (await fetch(`${base}${url}`, { headers, signal: AbortSignal.timeout(10_000) })).status;
  for (const url of ['/ops', '/ops?x=1', '/assets/page.js']) {
    expect([url, await statusAt(address, url), await statusAt(opsAddress, url)]).toEqual([url, 200, 200]);
  }
  for (const url of ['/', '/desk', '/opsx', '/%6fps/../desk']) {
    expect([url, await statusAt(opsAddress, url)]).toEqual([url, 404]);
  }
  expect(await statusAt(opsAddress, '/v1/me')).toBe(401);
  expect(await statusAt(opsAddress, '/v1/me', await target.bearer('admin'))).toBe(200);
});

it('is one listener for all where nothing else is said', async () => {
  const target = await openOther({});
  expect((await call(target, { url: '/metrics' })).status).toBe(200);
});
