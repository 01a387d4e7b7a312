/** Sums and rates of what operators read. */
import { expect, it } from 'vitest';
import { type MetricsAnswer, metricsOf, rateOf } from '../../web/src/features/ops/Metrics.ts';

const answer = (second: number, values: Readonly<Record<string, number>>): MetricsAnswer => ({
  at: new Date(1_764_000_000_000 + second * 1_000).toISOString(),
  items: [
    {
      ...{ name: 'refused', help: '', type: 'counter' },
      samples: Object.entries(values).map(([problem, value]) => ({
        name: 'refused',
        labels: { problem },
        value,
      })),
    },
  ],
});

it('sums samples, all or some of them, and by a label', () => {
  const metrics = metricsOf(answer(0, { gone: 3, late: 4 }));
  expect(metrics.sum('refused')).toBe(7);
  expect(metrics.sum('refused', ({ problem }) => problem === 'late')).toBe(4);
  expect(metrics.sum('nothing')).toBe(0);
  expect([...metrics.by('refused', 'problem')]).toEqual([
    ['gone', 3],
    ['late', 4],
  ]);
});

it('gives growth per second, and none across a restart', () => {
  const [first, later, restarted] = [
    answer(0, { gone: 3 }),
    answer(4, { gone: 9 }),
    answer(6, { gone: 1 }),
  ].map(metricsOf);
  const count = (metrics: ReturnType<typeof metricsOf>) => metrics.sum('refused');
  if (first === undefined || later === undefined || restarted === undefined) throw new Error('none');
  expect(rateOf(later, first, count)).toBe(1.5);
  expect(rateOf(restarted, later, count)).toBeUndefined();
  expect(rateOf(first, undefined, count)).toBeUndefined();
});
