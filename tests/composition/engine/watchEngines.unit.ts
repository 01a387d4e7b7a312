/** Which engines are away, what stops for it, and how often they are asked. */
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { addEngineMetrics, type Probe, watchEngines } from '../../../src/composition/engine/watchEngines.ts';
import { samplesOf } from '../../support/prometheus.ts';

const up = async () => undefined;
const away = () => Promise.reject(new Error('refused'));
const hanging = () => new Promise<never>(() => undefined);

const seenWith = (...probes: readonly Probe[]) => watchEngines(probes)();

it('names the engines that are away, and what stops for it', async () => {
  const log = { engine: 'eventstoredb', carries: 'selling' } as const;
  const lists = { engine: 'postgres', carries: 'browsing' } as const;
  const maps = { engine: 'redis' } as const;
  expect(await seenWith({ ...log, ask: up }, { ...lists, ask: up }, { ...maps, ask: away })).toEqual({
    engines: { eventstoredb: 'up', postgres: 'up', redis: 'away' },
    selling: true,
    browsing: true,
  });
  expect(await seenWith({ ...log, ask: hanging }, { ...lists, ask: up })).toEqual({
    engines: { eventstoredb: 'away', postgres: 'up' },
    selling: false,
    browsing: true,
  });
  expect(await seenWith({ ...log, ask: up }, { ...lists, ask: away })).toEqual({
    engines: { eventstoredb: 'up', postgres: 'away' },
    selling: true,
    browsing: false,
  });
});

it('says that an engine is away when one of its parts is, also when asking it throws at once', async () => {
  const broken = () => {
    throw new Error('closed');
  };
  const seen = await seenWith(
    { engine: 'postgres', carries: 'selling', ask: up },
    { engine: 'postgres', carries: 'browsing', ask: broken },
  );
  expect(seen).toEqual({ engines: { postgres: 'away' }, selling: true, browsing: false });
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
  ]);
});
