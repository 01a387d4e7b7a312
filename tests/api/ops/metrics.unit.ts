/** The metrics as JSON are those of `/metrics`. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { samplesOf } from '../../support/prometheus.ts';
import { type Cinema, call, hold, openCinema } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

interface Metric {
  readonly name: string;
  readonly type: string;
  readonly samples: readonly {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

const read = async () => {
  const { status, body } = await call<{ items: Metric[] }>(target, {
    url: '/v1/ops/metrics',
    headers: cinema.admin,
  });
  expect(status).toBe(200);
  return body.items;
};

it('is for admins', async () => {
  expect((await call(target, { url: '/v1/ops/metrics' })).status).toBe(401);
  const headers = await target.bearer('analyst');
  expect((await call(target, { url: '/v1/ops/metrics', headers })).status).toBe(403);
});

it('has every series of /metrics that is no bucket', async () => {
  await hold(target, cinema, { seatIds: ['A1'] });
  const text = samplesOf((await call(target, { url: '/metrics' })).text);
  const named = (await read()).flatMap(({ samples }) =>
    samples.map(({ name, labels }) => {
      const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
      return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
    }),
  );
  const missing = [...text.keys()].filter((name) => name.startsWith('marquee_') && !name.includes('_bucket'));
  expect(missing.filter((name) => !named.includes(name))).toEqual([]);
  expect(named.some((name) => name.includes('_bucket'))).toBe(false);
});

it('counts refusals by problem', async () => {
  await hold(target, cinema, { seatIds: ['A1'] });
  await hold(target, cinema, { seatIds: ['A1'] });
  await hold(target, cinema, { seatIds: ['Z1'] });
  const refusals = (await read()).find(({ name }) => name === 'marquee_refusals_total');
  expect(refusals?.type).toBe('counter');
  expect(refusals?.samples).toEqual([
    { name: 'marquee_refusals_total', labels: { problem: 'seats-unavailable' }, value: 1 },
    { name: 'marquee_refusals_total', labels: { problem: 'unknown-seat' }, value: 1 },
  ]);
});
