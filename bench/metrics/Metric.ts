/** One line of the table of promises: what is measured, and what it has to reach. */
import type { Bench } from '../Bench.ts';

export interface Measure {
  readonly name: string;
  readonly value: number;
  /** Distance of the farthest round from the median, as a share; absent where there is one round. */
  readonly spread?: number;
  readonly unit: 'ratio' | 'per second' | 'ms' | 'u' | 'KiB' | 'share';
  readonly must?: number;
  readonly aim?: number;
  /** Whether more is better; by default it is. */
  readonly less?: boolean;
}

export interface MetricResult {
  readonly measures: readonly Measure[];
  /** Why a run scored zero, and what could not be measured. */
  readonly notes: readonly string[];
}

export interface Metric {
  readonly id: string;
  readonly title: string;
  /** Part of `--quick`. */
  readonly quick: boolean;
  run(bench: Bench): Promise<MetricResult>;
}
