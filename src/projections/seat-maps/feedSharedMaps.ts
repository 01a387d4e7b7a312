/**
 * Writes changes to the shared store from every process with the projections role; a map takes each revision once, so
 * a second writer does no harm. While the store is away, changes wait here, merged per showtime.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { SeatMapChange } from '../../domain/showtime/seatMap.ts';
import type { SeatMapStore } from '../../ports/SeatMapStore.ts';
import type { SeatMapNews, SeatMaps } from './SeatMaps.ts';

const feedLimits = {
  /** Showtimes with waiting changes; beyond this the oldest is dropped, and readers notice an old map. */
  waitingMax: 10_000,
  batchMax: 200,
  /** Waiting changes of one showtime beyond which its map is written as a whole. */
  changesMax: 2_000,
  retryFirstMs: 100,
  retryMaxMs: 2_000,
} as const;

type Waiting = SeatMapChange | 'whole';

export interface SharedMapFeed {
  waiting(): number;
  /** Stops after the writes in flight; readers notice old maps. */
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

  /** Puts failed changes back before newer ones. Resolves to the reason, if there was a failure. */
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
