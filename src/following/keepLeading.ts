import { setTimeout as sleep } from 'node:timers/promises';
import type { Checkpoint, Leadership, ReadStore } from '../ports/ReadStore.ts';

/** While this process leads. */
export interface Lead {
  readonly leadership: Leadership;
  /** Of a stop. */
  readonly stopping: AbortSignal;
  /** Ends with a stop. */
  pause(ms: number): Promise<void>;
  /** The next failure is the first in a row again. */
  succeeded(): void;
}

export interface LeadWork {
  readonly schema: string;
  readonly readStore: Pick<ReadStore, 'lead' | 'checkpoint'>;
  /** While another process leads; `checkpoint` undefined: there is none. */
  onStandby(checkpoint: Checkpoint | undefined): void;
  /** Resolves when it is over, throws what made it fail. The lead is released afterwards. */
  lead(lead: Lead): Promise<void>;
  /** Trying again cannot help. */
  isFinal(error: unknown): boolean;
  /** `pauseMs` undefined: it is not tried again. */
  onFailed(error: unknown, pauseMs: number | undefined): void;
  /** Default: doubles with each failure in a row. */
  pauseAfter?(error: unknown): number | undefined;
}

export interface Leading {
  stop(): Promise<void>;
  state(): 'running' | 'stopped' | 'failed';
  /** Why the last attempt ended, until one succeeds. */
  failure(): string | undefined;
}

export const standbyPollMs = 500;
const retryFirstMs = 100;
const retryMaxMs = 5_000;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Leads on one process of the cluster at a time, held by a session lock, and tries again after failures until it is stopped. */
export const keepLeading = (work: LeadWork): Leading => {
  const { schema, readStore } = work;
  const stopping = new AbortController();
  const { signal } = stopping;
  let state: ReturnType<Leading['state']> = 'running';
  let failure: string | undefined;
  let failuresInRow = 0;

  const pause = (ms: number): Promise<void> => sleep(ms, undefined, { signal }).catch(() => undefined);
  const succeeded = (): void => {
    failure = undefined;
    failuresInRow = 0;
  };

  const attempt = async (): Promise<void> => {
    const leadership = await readStore.lead(schema);
    if (leadership === undefined) {
      work.onStandby(await readStore.checkpoint(schema));
      failure = undefined;
      return pause(standbyPollMs);
    }
    try {
      await work.lead({ leadership, stopping: signal, pause, succeeded });
    } finally {
      await leadership.release();
    }
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await attempt();
      } catch (error) {
        failure = messageOf(error);
        if (work.isFinal(error)) {
          state = 'failed';
          return work.onFailed(error, undefined);
        }
        const pauseMs = work.pauseAfter?.(error) ?? Math.min(retryFirstMs * 2 ** failuresInRow, retryMaxMs);
        failuresInRow += 1;
        work.onFailed(error, pauseMs);
        await pause(pauseMs);
      }
    }
    state = 'stopped';
  };
  const running = run();

  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
    state: () => state,
    failure: () => failure,
  };
};
