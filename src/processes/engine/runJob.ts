import { setTimeout as pause } from 'node:timers/promises';
import { ReadModelMissing, type ReadStore } from '../../ports/ReadStore.ts';

/** Does what is due by time, found in a read model that lists it. What follows from an event is a `Reaction`. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  /**
   * One bounded, idempotent pass. `more`: work was left over, so the next pass follows without a pause. A pass that
   * throws is repeated later.
   */
  pass(): Promise<'more' | undefined>;
}

export interface ProcessLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** On this node, since it started. */
export interface JobStatus {
  readonly name: string;
  readonly leads: boolean;
  readonly passes: number;
  readonly failures: number;
  /** Since the last pass that succeeded; undefined before it. */
  readonly idleMs: number | undefined;
}

export interface RunningJob {
  status(): JobStatus;
  stop(): Promise<void>;
}

const standbyMs = 1_000;
const failurePauseMs = 1_000;

/** Runs the job on one node of the cluster at a time; the others stand by. Two leaders for a moment do no harm. */
export const runJob = (job: Job, readStore: Pick<ReadStore, 'lead'>, logger: ProcessLogger): RunningJob => {
  const stopping = new AbortController();
  const { signal } = stopping;
  let leading = false;
  let [passes, failures] = [0, 0];
  let passedAtMs: number | undefined;

  const rest = (ms: number): Promise<unknown> => pause(ms, undefined, { signal }).catch(() => undefined);

  const lead = async (): Promise<void> => {
    // The name dates from when jobs were called processes; nodes of older versions take the same lock.
    const leadership = await readStore.lead(`process_${job.name}_v1`);
    if (leadership === undefined) {
      await rest(standbyMs);
      return;
    }
    leading = true;
    void leadership.ended.then(() => {
      leading = false;
    });
    logger.info({ job: job.name }, 'job leads');
    try {
      while (leading && !signal.aborted) {
        const left = await job.pass();
        passes += 1;
        passedAtMs = performance.now();
        if (left !== 'more') await rest(job.everyMs);
      }
    } finally {
      leading = false;
      await leadership.release();
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await lead();
      } catch (error) {
        // On a first start the read model that the job looks into is made a moment later.
        if (!(error instanceof ReadModelMissing)) {
          failures += 1;
          logger.warn({ job: job.name, err: error }, 'job pass failed, trying again');
        }
        await rest(failurePauseMs);
      }
    }
  };

  const running = run();
  return {
    status: () => ({
      ...{ name: job.name, leads: leading, passes, failures },
      idleMs: passedAtMs === undefined ? undefined : performance.now() - passedAtMs,
    }),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
};
