/** One measured sale: load, processor time around it, and the judge afterwards. */
import { checkedHolds } from './checkedHolds.ts';
import { percentile } from './figures.ts';
import { benchLimits, type RunLimits } from './limits.ts';
import type { LoadJob, LoadResult, Requests } from './load/job.ts';
import { runLoad } from './load/runLoad.ts';
import type { Stage } from './stage.ts';
import type { Subject } from './subjects/Subject.ts';

export interface Sale {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Microseconds of processor time per answer, in the server's process and in its Postgres. */
  readonly serverUs: number | undefined;
  readonly databaseUs: number | undefined;
  /** Why the run scores zero; empty when it does not. */
  readonly faults: readonly string[];
}

export type SaleOptions = Partial<
  Pick<LoadJob, 'connections' | 'ratePerSecond' | 'statuses' | 'requests'>
> & {
  readonly seatsPerHold?: number;
  readonly releaseEvery?: number;
  readonly order?: 'inOrder' | 'zipf';
};

/** All seats of a stage, each once. */
export const seatsOf = (
  { showtimeIds: showtimes, seatIds: seats }: Stage,
  { seatsPerHold = 1, releaseEvery = 0, order = 'inOrder' }: SaleOptions = {},
): Requests => ({ kind: 'sell', showtimes, seats, seatsPerHold, releaseEvery, order });

const jobOf = (subject: Subject, { warmUpMs, forMs }: RunLimits, options: SaleOptions): LoadJob => {
  const { connections = benchLimits.connections, statuses = [201, 204], ratePerSecond } = options;
  return {
    ports: [subject.server.port],
    connections,
    warmUpMs,
    forMs,
    statuses,
    requests: options.requests ?? seatsOf(subject.stage, options),
    ...(subject.callers === undefined ? {} : { callers: subject.callers }),
    ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
  };
};

/** Answers that were counted, with one of these statuses or with any. */
export const countOf = ({ counts }: LoadResult, statuses?: readonly number[]): number =>
  counts
    .flatMap((byStatus) => Object.entries(byStatus))
    .filter(([status]) => statuses?.includes(Number(status)) ?? true)
    .reduce((sum, [, count]) => sum + count, 0);

/** Processor time is taken over the whole job, warm-up included, and divided by all its answers: a fast subject sells out early. */
export const sell = async (subject: Subject, limits: RunLimits, options: SaleOptions = {}): Promise<Sale> => {
  const job = jobOf(subject, limits, options);
  const before = { server: subject.serverSeconds(), database: subject.databaseSeconds() };
  const result = await runLoad(job);
  const after = { server: subject.serverSeconds(), database: subject.databaseSeconds() };
  const faults = job.requests.kind === 'sell' ? await checkedHolds(subject, result) : [];
  const answers = countOf(result);
  const perAnswerUs = (from: number | undefined, to: number | undefined): number | undefined =>
    from === undefined || to === undefined ? undefined : ((to - from) * 1e6) / result.answered;
  return {
    perSecond: faults.length > 0 ? 0 : answers / result.seconds,
    p50Ms: percentile(result.latenciesMs, 0.5),
    p99Ms: percentile(result.latenciesMs, 0.99),
    serverUs: perAnswerUs(before.server, after.server),
    databaseUs: perAnswerUs(before.database, after.database),
    faults,
  };
};
