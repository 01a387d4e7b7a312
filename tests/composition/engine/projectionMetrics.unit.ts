/** The numbers of the read models and of appends, read back from the text that Prometheus gets. */
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { countedAppends } from '../../../src/composition/engine/countedAppends.ts';
import { addProjectionMetrics } from '../../../src/composition/engine/projectionMetrics.ts';
import { AppendRefused } from '../../../src/ports/EventStore.ts';
import type { Overview } from '../../../src/projections/engine/projectionOverview.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { samplesOf } from '../../support/prometheus.ts';

const shown: Overview = {
  known: true,
  projections: [
    { name: 'catalog', position: '00000000000000000042', lagMs: 1_500, state: 'live', parked: 0 },
    { name: 'search', position: '00000000000000000007', state: 'elsewhere', parked: 3 },
  ],
};

it('tells each number of each model, and of its states the one that holds', async () => {
  const registry = new Registry();
  addProjectionMetrics(registry, async () => shown);
  const samples = samplesOf(await registry.metrics());
  expect(samples.get('marquee_projection_known')).toBe(1);
  expect(samples.get('marquee_projection_position{projection="catalog"}')).toBe(42);
  expect(samples.get('marquee_projection_lag_seconds{projection="catalog"}')).toBe(1.5);
  expect(samples.has('marquee_projection_lag_seconds{projection="search"}')).toBe(false);
  expect(samples.get('marquee_projection_parked_streams{projection="search"}')).toBe(3);
  const ones = [...samples].filter(
    ([key, value]) => key.startsWith('marquee_projection_state{') && value === 1,
  );
  expect(ones.map(([key]) => key)).toEqual([
    'marquee_projection_state{projection="catalog",state="live"}',
    'marquee_projection_state{projection="search",state="elsewhere"}',
  ]);
});

it('forgets the state that held before, and says when nothing new is known', async () => {
  const registry = new Registry();
  let current = shown;
  addProjectionMetrics(registry, async () => current);
  await registry.metrics();
  const [catalog] = shown.projections;
  if (catalog === undefined) throw new Error('no projection');
  const { lagMs: _unknown, ...rest } = catalog;
  current = { known: false, projections: [{ ...rest, state: 'unknown' }] };
  const samples = samplesOf(await registry.metrics());
  expect(samples.get('marquee_projection_known')).toBe(0);
  expect(samples.get('marquee_projection_state{projection="catalog",state="live"}')).toBe(0);
  expect(samples.get('marquee_projection_state{projection="catalog",state="unknown"}')).toBe(1);
  expect(samples.get('marquee_projection_position{projection="catalog"}')).toBe(42);
  expect(samples.has('marquee_projection_lag_seconds{projection="catalog"}')).toBe(false);
});

it('counts what becomes of appends', async () => {
  const registry = new Registry();
  const events = countedAppends(openMemoryEventStore(), registry);
  const some = { type: 'Some', data: {} };
  await appendEvents(events, 'things-a', some, some, some);
  await expect(appendEvents(events, 'things-a')).rejects.toThrow(AppendRefused);
  const [recorded] = await events.readStream('things-a');
  if (recorded === undefined) throw new Error('nothing was stored');
  const again = { ...recorded, id: '01900000-0000-7000-8000-000000000001' };
  expect(await events.append({ stream: 'things-a', expected: 'no-stream', events: [again] })).toEqual({
    outcome: 'conflict',
    actual: 2,
    missed: await events.readStream('things-a'),
  });
  const samples = samplesOf(await registry.metrics());
  expect(samples.get('marquee_appends_total{outcome="appended"}')).toBe(1);
  expect(samples.get('marquee_appends_total{outcome="conflict"}')).toBe(1);
  expect(samples.get('marquee_appends_total{outcome="failed"}')).toBe(1);
  expect(samples.get('marquee_appended_events_total')).toBe(3);
});
