/**
 * Carries what the log's tail brings into the shared store, from every process that has the projections role: a
 * second writer is harmless, since a map takes its next revision once. While the store is away or full, changes wait
 * here, merged per showtime; what does not fit a map that is there makes it anew.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { SeatMapChange } from '../../domain/showtime/seatMap.ts';
import type { SeatMapStore } from '../../ports/SeatMapStore.ts';
import type { SeatMapNews, SeatMaps } from './SeatMaps.ts';

const feedLimits = {
  /** Showtimes with changes waiting; of more, the oldest is left to the readers, who find an old map out. */
  waitingMax: 10_000,
  /** Showtimes fed at once. */
  batchMax: 200,
  /** Changed seats waiting for one showtime before its map is made anew instead. */
  changesMax: 2_000,
  retryFirstMs: 100,
  retryMaxMs: 2_000,
} as const;

/** `whole`: the map must be put as a whole. */
type Waiting = SeatMapChange | 'whole';

export interface SharedMapFeed {
  /** How many showtimes wait to be fed. */
  waiting(): number;
  /** Stops after what is in flight; what waits is left, since readers find old maps out. */
  stop(): Promise<void>;
}

export const mergeChanges = (before: Waiting | undefined, next: Waiting): Waiting => {
  if (before === undefined) return next;
  if (before === 'whole' || next === 'whole' || next.after !== before.revision) return 'whole';
  const changes = [...new Map([...before.changes, ...next.changes])];
  if (changes.length > feedLimits.changesMax) return 'whole';
  return { ...before, revision: next.revision, changes };
};

export const feedSharedMaps = (
  seatMaps: Pick<SeatMaps, 'listen' | 'read'>,
  shared: SeatMapStore,
  logger: { info(details: object, message: string): void; warn(details: object, message: string): void },
): SharedMapFeed => {
  const waiting = new Map<string, Waiting>();
  const stopping = new AbortController();
  let wake: (() => void) | undefined;
  let failing = false;

  const wait = (showtimeId: string, what: Waiting): void => {
    waiting.set(showtimeId, what);
    const [oldest] = waiting.keys();
    if (waiting.size > feedLimits.waitingMax && oldest !== undefined) waiting.delete(oldest);
  };

  const unlisten = seatMaps.listen((news: SeatMapNews) => {
    const showtimeId = news.kind === 'changed' ? news.change.showtimeId : news.showtimeId;
    const next = news.kind === 'changed' ? news.change : 'whole';
    wait(showtimeId, mergeChanges(waiting.get(showtimeId), next));
    wake?.();
  });

  const feed = async (showtimeId: string, what: Waiting): Promise<void> => {
    if (what !== 'whole') {
      const applied = await shared.apply(what);
      if (applied === 'applied' || applied === 'known') return;
    }
    const map = await seatMaps.read(showtimeId);
    if (map !== undefined) await shared.put(map);
  };

  /** What could not be fed waits again, before what came meanwhile. Answers why, if anything could not. */
  const feedBatch = async (): Promise<unknown> => {
    const batch = [...waiting].slice(0, feedLimits.batchMax);
    for (const [showtimeId] of batch) waiting.delete(showtimeId);
    let failure: unknown;
    const fed = batch.map(async ([showtimeId, what]) => {
      try {
        await feed(showtimeId, what);
      } catch (error) {
        failure = error;
        const since = waiting.get(showtimeId);
        wait(showtimeId, since === undefined ? what : mergeChanges(what, since));
      }
    });
    await Promise.all(fed);
    return failure;
  };

  const tell = (failure: unknown): void => {
    if ((failure !== undefined) === failing) return;
    failing = failure !== undefined;
    if (failing) logger.warn({ err: failure, waiting: waiting.size }, 'shared seat maps stand still');
    else logger.info({ waiting: waiting.size }, 'shared seat maps are fed again');
  };

  const run = async (): Promise<void> => {
    let pauseMs: number = feedLimits.retryFirstMs;
    while (!stopping.signal.aborted) {
      if (waiting.size === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const failure = await feedBatch();
      tell(failure);
      if (failure === undefined) {
        pauseMs = feedLimits.retryFirstMs;
        continue;
      }
      await pause(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, feedLimits.retryMaxMs);
    }
  };
  const running = run();

  return {
    waiting: () => waiting.size,
    stop: async () => {
      unlisten();
      stopping.abort();
      wake?.();
      await running;
    },
  };
};
