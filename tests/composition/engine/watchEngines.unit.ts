/** Which engines are away, what stops for it, and how often they are asked. */
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { guardGateway } from '../../../src/adapters/payments/guardedGateway.ts';
import {
  addEngineMetrics,
  gatewayProbe,
  type Probe,
  watchEngines,
} from '../../../src/composition/engine/watchEngines.ts';
import { PaymentUnavailable } from '../../../src/ports/PaymentGateway.ts';
import { eventually } from '../../support/eventually.ts';
import { samplesOf } from '../../support/prometheus.ts';

const up = async () => undefined;
const away = () => Promise.reject(new Error('refused'));
const hanging = () => new Promise<never>(() => undefined);

const seenWith = (...probes: readonly Probe[]) => watchEngines(probes)();

it('names the engines that are away, and what stops for it', async () => {
  const log = { engine: 'eventstoredb', carries: 'holding' } as const;
  const lists = { engine: 'postgres', carries: 'browsing' } as const;
  const keys = { engine: 'postgres', carries: 'paying' } as const;
  const maps = { engine: 'redis' } as const;
  expect(await seenWith({ ...log, ask: up }, { ...lists, ask: up }, { ...maps, ask: away })).toEqual({
    engines: { eventstoredb: 'up', postgres: 'up', redis: 'away' },
    ...{ holding: true, selling: true, browsing: true },
  });
  expect(await seenWith({ ...log, ask: hanging }, { ...lists, ask: up }, { ...keys, ask: up })).toEqual({
    engines: { eventstoredb: 'away', postgres: 'up' },
    ...{ holding: false, selling: false, browsing: true },
  });
  expect(await seenWith({ ...log, ask: up }, { ...lists, ask: away }, { ...keys, ask: away })).toEqual({
    engines: { eventstoredb: 'up', postgres: 'away' },
    ...{ holding: true, selling: false, browsing: false },
  });
  expect(await seenWith({ ...log, ask: up }, { engine: 'stripe', carries: 'paying', ask: away })).toEqual({
    engines: { eventstoredb: 'up', stripe: 'away' },
    ...{ holding: true, selling: false, browsing: true },
  });
});

it('says that an engine is away when one of its parts is, also when asking it throws at once', async () => {
  const broken = () => {
    throw new Error('closed');
  };
  const seen = await seenWith(
    { engine: 'postgres', carries: 'holding', ask: up },
    { engine: 'postgres', carries: 'browsing', ask: broken },
  );
  const works = { holding: true, selling: true, browsing: false };
  expect(seen).toEqual({ engines: { postgres: 'away' }, ...works });
});

it('finds that the payment gateway is back while nobody pays, and asks nothing of one that is there', async () => {
  let isAway = true;
  let asked = 0;
  const answer = async () => {
    asked += 1;
    if (isAway) throw new PaymentUnavailable('refused');
    return { outcome: 'unknown' } as const;
  };
  const unused = () => Promise.reject(new Error('not asked for here'));
  const inner = {
    ...{ authorize: unused, findAuthorization: answer, capture: unused, voidAuthorization: unused },
    ...{ cardOf: unused, refund: unused, refundsOf: unused, close: up },
  };
  const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const gateway = guardGateway(inner, { failuresMax: 1, openMs: 20, logger });
  const probe = gatewayProbe('stripe', gateway);
  await probe.ask();
  expect(asked).toBe(0);
  await expect(gateway.findAuthorization({ key: 'k', bookingId: 'b' })).rejects.toThrow(PaymentUnavailable);
  await expect(probe.ask()).rejects.toThrow(PaymentUnavailable);
  isAway = false;
  await eventually(() => probe.ask());
  expect(gateway.state()).toBe('closed');
});

it('asks once for all who look in the same moment, and again afterwards', async () => {
  let asked = 0;
  let nowMs = 0;
  const count = async () => {
    asked += 1;
  };
  const look = watchEngines([{ engine: 'redis', ask: count }], () => nowMs);
  await Promise.all([look(), look(), look()]);
  nowMs = 249;
  await look();
  expect(asked).toBe(1);
  nowMs = 250;
  await look();
  expect(asked).toBe(2);
});

it('counts engines as up or not', async () => {
  const registry = new Registry();
  addEngineMetrics(
    registry,
    watchEngines([
      { engine: 'redis', ask: away },
      { engine: 'postgres', ask: up },
    ]),
  );
  expect([...samplesOf(await registry.metrics())]).toEqual([
    ['marquee_engine_up{engine="redis"}', 0],
    ['marquee_engine_up{engine="postgres"}', 1],
    ['marquee_works{what="holding"}', 1],
    ['marquee_works{what="selling"}', 1],
    ['marquee_works{what="browsing"}', 1],
  ]);
});
