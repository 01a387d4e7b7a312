import { setTimeout as sleep } from 'node:timers/promises';
import { type Position, positionStart } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import type { CopiedSearchIndex, SearchIndexWriter, SearchProgress } from '../../ports/SearchIndex.ts';
import type { ProjectionStatus } from '../engine/ProjectionStatus.ts';
import { copyRound, isWholeCopy, prepareCopy } from './copyRound.ts';

const name = 'search_copy';
const leadName = 'search_copy_v1';
const pauseMs = 100;
const standbyPollMs = 500;
const pauseAfterFailureMs = 1_000;
const presenceEveryMs = 1_000;
/** How often it counts the documents on both sides, which costs more. */
const countEveryMsDefault = 60_000;

export interface CopyDeps {
  readonly readStore: ReadStore;
  readonly writer: SearchIndexWriter;
  readonly index: Pick<CopiedSearchIndex, 'position'>;
  readonly countEveryMs?: number;
  /** Resolves after `ms`, or as soon as the signal says stop. Real time when absent. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly logger: {
    readonly info: (data: object, message: string) => void;
    readonly warn: (data: object, message: string) => void;
    readonly error: (data: object, message: string) => void;
  };
}

export interface RunningCopy {
  stop(): Promise<void>;
  status(): ProjectionStatus;
}

const everySoOften = <Arg>(everyMs: number, ask: (arg: Arg) => Promise<boolean>) => {
  let dueMs = performance.now() + everyMs;
  return async (arg: Arg): Promise<boolean> => {
    if (performance.now() < dueMs) return true;
    dueMs = performance.now() + everyMs;
    return await ask(arg);
  };
};

const realPause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const copySearch = (deps: CopyDeps): RunningCopy => {
  const { readStore, writer, index, logger, countEveryMs = countEveryMsDefault } = deps;
  const stopping = new AbortController();
  const pause = (ms: number): Promise<void> => (deps.pause ?? realPause)(ms, stopping.signal);

  let state: ProjectionStatus['state'] = 'standby';
  let position: Position = positionStart;
  /** Since when this process knows of something that cannot be found yet; monotonic. */
  let behindSinceMs: number | undefined;
  let failure: string | undefined;

  const parts = {
    ...deps,
    onBehind: () => {
      behindSinceMs ??= performance.now();
    },
  };
  let isRebuild = false;

  const look = everySoOften(presenceEveryMs, () => writer.isThere());
  const count = everySoOften(countEveryMs, (reached: SearchProgress) => isWholeCopy(parts, reached));

  /** Until the index has to be rebuilt, the lead is lost, or something fails. */
  const follow = async (goesOn: () => boolean): Promise<void> => {
    state = 'catching-up';
    parts.onBehind();
    const copy = await prepareCopy(parts, isRebuild);
    isRebuild = false;
    let { reached } = copy;
    while (goesOn()) {
      reached = await copyRound(parts, { ...copy, reached }, goesOn);
      if (reached === undefined) return;
      if (state !== 'live') logger.info({ position: reached.position }, 'search is copied');
      state = 'live';
      position = reached.position;
      behindSinceMs = undefined;
      failure = undefined;
      if (!((await look(reached)) && (await count(reached)))) {
        logger.warn({ position }, 'the index is not whole: it is rebuilt');
        isRebuild = true;
        return;
      }
      await pause(pauseMs);
    }
  };

  const lead = async (): Promise<void> => {
    const leadership = await readStore.lead(leadName);
    if (leadership === undefined) {
      state = 'standby';
      behindSinceMs = undefined;
      failure = undefined;
      position = await index.position().catch(() => position);
      return await pause(standbyPollMs);
    }
    let leading = true;
    const lose = (): void => {
      leading = false;
    };
    leadership.ended.then(lose, lose);
    const goesOn = (): boolean => leading && !stopping.signal.aborted;
    try {
      while (goesOn()) await follow(goesOn);
    } finally {
      await leadership.release();
    }
  };

  const running = (async () => {
    while (!stopping.signal.aborted) {
      try {
        await lead();
      } catch (error) {
        const message = messageOf(error);
        // Retried every second, perhaps for hours: each reason is logged once.
        if (message !== failure) logger.warn({ err: error }, 'search is not copied for now');
        failure = message;
        state = 'catching-up';
        behindSinceMs ??= performance.now();
        await pause(pauseAfterFailureMs);
      }
    }
    state = 'stopped';
  })();

  const lag = (): { readonly lagMs?: number } => {
    if (behindSinceMs !== undefined) return { lagMs: Math.round(performance.now() - behindSinceMs) };
    return state === 'live' ? { lagMs: 0 } : {};
  };

  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
    status: () => ({
      name,
      position,
      ...lag(),
      state,
      parked: writer.refused(),
      ...(failure === undefined ? {} : { failure }),
    }),
  };
};
