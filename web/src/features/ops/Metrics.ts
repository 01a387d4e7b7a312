import type { paths } from '../../shared/api/schema.ts';

type Answer = paths['/v1/ops/metrics']['get']['responses'][200]['content']['application/json'];
export type MetricsAnswer = Pick<Answer, 'at' | 'items'>;
type Sample = Answer['items'][number]['samples'][number];

export interface Metrics {
  readonly atMs: number;
  /** Sum of the samples of a name that fit; 0 without any. */
  sum(name: string, fits?: (labels: Sample['labels']) => boolean): number;
  /** Sums by one label, in the order of their first sample. */
  by(name: string, label: string): ReadonlyMap<string, number>;
  has(name: string): boolean;
}

export const metricsOf = ({ at, items }: MetricsAnswer): Metrics => {
  const samples = Map.groupBy(
    items.flatMap((item) => item.samples),
    ({ name }) => name,
  );
  const of = (name: string): readonly Sample[] => samples.get(name) ?? [];
  return {
    atMs: Date.parse(at),
    has: (name) => of(name).length > 0,
    sum: (name, fits = () => true) =>
      of(name).reduce((sum, { labels, value }) => sum + (fits(labels) ? value : 0), 0),
    by: (name, label) => {
      const sums = new Map<string, number>();
      for (const { labels, value } of of(name)) {
        const key = labels[label] ?? '';
        sums.set(key, (sums.get(key) ?? 0) + value);
      }
      return sums;
    },
  };
};

/** Growth per second of what only grows; undefined while there is nothing earlier, or after a restart. */
export const rateOf = (
  now: Metrics,
  before: Metrics | undefined,
  count: (metrics: Metrics) => number,
): number | undefined => {
  if (before === undefined || now.atMs <= before.atMs) return undefined;
  const grown = count(now) - count(before);
  return grown < 0 ? undefined : (grown * 1_000) / (now.atMs - before.atMs);
};
