/** One line of the table of promises: what is measured, and what it has to reach. */
import type { Bench } from '../Bench.ts';

export interface Measure {
  readonly name: string;
  readonly value: number;
  /** Distance of the farthest round from the median, as a share; absent where there is one round. */
  readonly spread?: number | undefined;
  readonly unit: 'ratio' | 'per second' | 'ms' | 's' | 'u' | 'KiB' | 'share' | 'count' | 'points';
  readonly must?: number | undefined;
  readonly aim?: number | undefined;
  /** Whether more is better; by default it is. */
  readonly less?: boolean | undefined;
}

export interface MetricResult {
  readonly measures: readonly Measure[];
  /** Why a run scored zero, what could not be measured, how large it was. Paragraphs or tables. */
  readonly notes: readonly string[];
}

export interface Metric {
  readonly id: string;
  readonly title: string;
  /** `quick`: in every run; `full`: not in `--quick`; `named`: only when it is asked for by its id. */
  readonly when: 'quick' | 'full' | 'named';
  run(bench: Bench): Promise<MetricResult>;
}
