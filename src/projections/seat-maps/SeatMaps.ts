/**
 * Maps of this node: folded from the stream or taken from the shared store when first asked for, then kept current
 * from the log. Nothing is granted on them.
 */
import { readEventOf } from '../../domain/kernel/aggregate.ts';
import { idOfStream, isStreamOf, streamOf } from '../../domain/kernel/streams.ts';
import type { Showtime, ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import {
  applySeatMapChange,
  type SeatMap,
  type SeatMapChange,
  seatChangesOf,
  seatMapOf,
} from '../../domain/showtime/seatMap.ts';
import { showtimeAggregate } from '../../domain/showtime/showtimeAggregate.ts';
import { type EventStore, EventStoreUnavailable, type RecordedEvent } from '../../ports/EventStore.ts';
import {
  type SeatMapStore,
  SeatMapStoreUnavailable,
  type SharedSeatMapStore,
} from '../../ports/SeatMapStore.ts';

/** How often a map is read again because the layout changed meanwhile. */
const makeAttemptsMax = 5;

/** `redrawn`: more than statuses changed, so the map must be read again. */
export type SeatMapNews =
  | { readonly kind: 'changed'; readonly change: SeatMapChange }
  | { readonly kind: 'redrawn'; readonly showtimeId: string; readonly revision: number };

export interface SeatMaps {
  /**
   * Undefined when there is no such showtime. Throws EventStoreUnavailable when the map is not in memory and the log
   * is away.
   */
  read(showtimeId: string): Promise<SeatMap | undefined>;
  /** Changes of one showtime, in order. Listeners must not throw. */
  listenTo(showtimeId: string, listener: (news: SeatMapNews) => void): () => void;
  /** Changes of every showtime. */
  listen(listener: (news: SeatMapNews) => void): () => void;
  isSharedStoreAway(): boolean;
}

export interface SeatMapsParts {
  readonly near: SeatMapStore;
  readonly shared?: SharedSeatMapStore | undefined;
  readonly events: Pick<EventStore, 'readStream'>;
  /** Every event after this node's start, in order. */
  readonly tail: { listen(listener: (recorded: RecordedEvent) => void): () => void };
  /** Must not keep the state. */
  readonly fold: (
    showtimeId: string,
  ) => Promise<{ readonly state: ShowtimeState; readonly revision: number }>;
}

const newsOf = (recorded: RecordedEvent): SeatMapNews => {
  const showtimeId = idOfStream(recorded.stream);
  const { revision } = recorded;
  const changes = changesOf(recorded);
  if (changes === 'redrawn') return { kind: 'redrawn', showtimeId, revision };
  return { kind: 'changed', change: { showtimeId, after: revision - 1, revision, changes } };
};

/** An event that cannot be read may change anything. */
const changesOf = (recorded: RecordedEvent): ReturnType<typeof seatChangesOf> => {
  try {
    const event = readEventOf(showtimeAggregate, recorded);
    return event === undefined ? [] : seatChangesOf(event);
  } catch {
    return 'redrawn';
  }
};

/** Undefined when the map must be read again. */
const afterHearing = (map: SeatMap, heard: readonly SeatMapNews[]): SeatMap | undefined => {
  let current = map;
  for (const news of heard) {
    if (news.kind === 'redrawn') {
      if (news.revision > current.revision) return undefined;
      continue;
    }
    const next = applySeatMapChange(current, news.change);
    if (next === 'gap') return undefined;
    if (next !== 'known') current = next;
  }
  return current;
};

export const createSeatMaps = ({ near, shared, events, tail, fold }: SeatMapsParts): SeatMaps => {
  const making = new Map<string, { readonly map: Promise<SeatMap | undefined>; heard: SeatMapNews[] }>();
  const listeners = new Set<(news: SeatMapNews) => void>();
  const listenersOf = new Map<string, Set<(news: SeatMapNews) => void>>();

  /** The store in memory answers synchronously, which keeps maps and listeners in step. */
  const hear = (news: SeatMapNews): void => {
    const showtimeId = news.kind === 'changed' ? news.change.showtimeId : news.showtimeId;
    making.get(showtimeId)?.heard.push(news);
    if (news.kind === 'changed') void near.apply(news.change);
    else void near.forget(showtimeId);
    for (const listener of listenersOf.get(showtimeId) ?? []) listener(news);
  };

  tail.listen((recorded) => {
    if (!isStreamOf(showtimeAggregate, recorded.stream)) return;
    const news = newsOf(recorded);
    hear(news);
    for (const listener of listeners) listener(news);
  });
  // Another node may be ahead of this one. A change that does not follow on the map here is left to the log.
  shared?.listen((change) => {
    void near.read(change.showtimeId).then((map) => {
      if (map !== undefined && map.revision === change.after) hear({ kind: 'changed', change });
    });
  });

  /** Only if it is at the stream's last revision: the store may have been away or restored. */
  const fromShared = async (showtimeId: string): Promise<SeatMap | undefined> => {
    if (shared === undefined || shared.isAway()) return undefined;
    const found = await shared.read(showtimeId).catch(ignoreAway);
    if (found === undefined) return undefined;
    const [last] = await events.readStream(streamOf(showtimeAggregate, showtimeId), {
      backwards: true,
      maxCount: 1,
    });
    return last?.revision === found.revision ? found : undefined;
  };

  const fromLog = async (showtimeId: string): Promise<SeatMap | undefined> => {
    const { state, revision } = await fold(showtimeId);
    if (state.status === 'none') return undefined;
    const map = seatMapOf(state satisfies Showtime, revision);
    if (shared !== undefined && !shared.isAway()) shared.put(map).catch(ignoreAway);
    return map;
  };

  const make = async (showtimeId: string, heard: readonly SeatMapNews[]): Promise<SeatMap | undefined> => {
    for (let attempt = 0; attempt < makeAttemptsMax; attempt += 1) {
      const made = (await fromShared(showtimeId)) ?? (await fromLog(showtimeId));
      if (made === undefined) return undefined;
      const current = afterHearing(made, heard);
      if (current === undefined) continue;
      void near.put(current);
      return current;
    }
    throw new EventStoreUnavailable(
      `the seat map of ${showtimeId} was redrawn ${makeAttemptsMax} times over`,
    );
  };

  return {
    read: async (showtimeId) => {
      const kept = await near.read(showtimeId);
      if (kept !== undefined) return kept;
      const under = making.get(showtimeId);
      if (under !== undefined) return await under.map;
      const heard: SeatMapNews[] = [];
      const map = make(showtimeId, heard).finally(() => making.delete(showtimeId));
      making.set(showtimeId, { map, heard });
      return await map;
    },
    listenTo: (showtimeId, listener) => {
      const all = listenersOf.get(showtimeId) ?? new Set();
      listenersOf.set(showtimeId, all);
      all.add(listener);
      return () => {
        all.delete(listener);
        if (all.size === 0 && listenersOf.get(showtimeId) === all) listenersOf.delete(showtimeId);
      };
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isSharedStoreAway: () => shared?.isAway() === true,
  };
};

const ignoreAway = (error: unknown): undefined => {
  if (!(error instanceof SeatMapStoreUnavailable)) throw error;
  return undefined;
};
