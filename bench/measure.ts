/** Sends one row's requests for so many seconds and measures every answer. */
import autocannon from 'autocannon';
import type { HttpRow } from './httpRows.ts';
import { benchLimits } from './limits.ts';

export interface Measured {
  readonly seconds: number;
  /** Of every counted answer, in milliseconds. */
  readonly latenciesMs: readonly number[];
  /** Processor time of the server's own process, where the system tells. */
  readonly cpuSeconds?: number;
}

const sampleMs = 100;

/** Throws when anything but the row's own answer came back: a fast wrong answer is no speed. */
export const measureRow = async (row: HttpRow, seconds: number): Promise<Measured> => {
  const latenciesMs: number[] = [];
  const others = new Map<number, number>();
  const cpuBefore = row.server.cpuSeconds();
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon(
      {
        url: row.server.address,
        connections: benchLimits.connections,
        duration: seconds,
        sampleInt: sampleMs,
        requests: [row.request],
      },
      (error: unknown, done) => (error ? reject(error) : resolve(done)),
    );
    running.on('response', (_client, status, _bytes, tookMs) => {
      if (status === row.status) latenciesMs.push(tookMs);
      else others.set(status, (others.get(status) ?? 0) + 1);
    });
  });
  const cpuAfter = row.server.cpuSeconds();
  if (others.size > 0 || result.errors > 0) {
    const seen = [...others].map(([status, count]) => `${count} × ${status}`);
    throw new Error(`${row.title}: ${[...seen, `${result.errors} connection errors`].join(', ')}`);
  }
  const cpu = cpuBefore === undefined || cpuAfter === undefined ? {} : { cpuSeconds: cpuAfter - cpuBefore };
  return { seconds: result.duration, latenciesMs, ...cpu };
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

export interface Figures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Microseconds of processor time that the server's process spent per answer. */
  readonly cpuUs?: number;
}

/** The median round's rate; percentiles over the answers of all rounds. */
export const figuresOf = (rounds: readonly Measured[]): Figures => {
  const sorted = rounds.flatMap(({ latenciesMs }) => latenciesMs).sort((a, b) => a - b);
  const cpuSeconds = rounds
    .map((round) => round.cpuSeconds ?? Number.NaN)
    .reduce((sum, each) => sum + each, 0);
  return {
    ...(Number.isNaN(cpuSeconds) ? {} : { cpuUs: (cpuSeconds * 1_000_000) / Math.max(1, sorted.length) }),
    perSecond: median(rounds.map(({ seconds, latenciesMs }) => latenciesMs.length / seconds)),
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
  };
};
