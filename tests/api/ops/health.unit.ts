/** What operators and their probes are told, and a server that only answers reads. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { problem } from '../../support/problem.ts';
import { type Cinema, call, openCinema } from '../support/cinema.ts';
import { openingOthers } from '../support/openingOthers.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
const openOther = openingOthers();

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

it('refuses every write when it is read only, and still answers reads', async () => {
  const copy = await openOther({ settings: { readOnly: true } });
  const headers = await copy.bearer('admin');
  for (const [method, url] of [
    ['POST', '/v1/movies'],
    ['PUT', `/v1/theaters/${cinema.theaterId}`],
    ['DELETE', `/v1/customers/${cinema.theaterId}/personal-data`],
  ] as const) {
    const { status, body } = await call(copy, { method, url, headers, payload: {} });
    expect([status, body]).toEqual([503, problem('read-only')]);
  }
  expect((await call(copy, { url: '/v1/movies' })).status).toBe(200);
});

it('tells how it is', async () => {
  expect((await call(target, { url: '/health/live' })).body).toEqual({
    status: 'ok',
    version: '0.0.0',
  });
  const up = { selling: true, holding: true, engines: { postgres: 'up' } };
  expect((await call(target, { url: '/health/ready' })).body).toEqual({
    ...up,
    ready: true,
    browsing: true,
    checks: { schema: true },
  });
  const selling = async (from: TestApp) => {
    const { status, body } = await call(from, { url: '/health/selling' });
    return [status, body];
  };
  expect(await selling(target)).toEqual([200, up]);
  const starting = await openOther({
    deps: {
      readiness: () => ({
        ...{ ready: false, holding: true, selling: false, browsing: false },
        engines: { postgres: 'away' },
        checks: { schema: false },
      }),
    },
  });
  expect((await call(starting, { url: '/health/ready' })).status).toBe(503);
  expect(await selling(starting)).toEqual([
    503,
    { selling: false, holding: true, engines: { postgres: 'away' } },
  ]);
  const metrics = await call(target, { url: '/metrics' });
  expect(metrics.text).toContain(
    'marquee_http_request_duration_seconds_count{method="POST",route="/v1/movies"',
  );
  expect((await call(target, { url: '/v1/ops/projections' })).status).toBe(401);
  const { body } = await call(target, { url: '/v1/ops/projections', headers: cinema.admin });
  expect(body.items).toEqual([
    { name: 'catalog', parked: 0, lag: 0, position: expect.stringMatching(/^[0-9]{20}$/), state: 'live' },
  ]);
});
