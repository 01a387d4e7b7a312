import { Map as PersistentMap } from 'immutable';
import type { RecordedEvent } from '../../ports/EventStore.ts';
import { addKeys, type OlderKeys } from './olderKeys.ts';

/** The revisions of the events that a keyed request caused, and the fingerprint of its body. */
export interface RememberedRequest {
  readonly body: string;
  readonly firstRevision: number;
  readonly lastRevision: number;
}

export type RequestsByKey = PersistentMap<string, RememberedRequest>;

/** The keyed requests of a stream: two generations of recent ones, and a filter of all keys before them. */
export interface RememberedRequests {
  readonly current: RequestsByKey;
  /** Time of the first event of the current generation, ms since the epoch. */
  readonly currentSinceMs: number;
  readonly previous: RequestsByKey;
  readonly older: OlderKeys;
}

/** A generation is full after either; two are kept, so at most 1,000 requests of at most 24 hours. */
export const generationLimits = { keysMax: 500, spanMs: 12 * 3_600_000 } as const;

export const noRequests: RememberedRequests = {
  current: PersistentMap(),
  currentSinceMs: 0,
  previous: PersistentMap(),
  older: [],
};

const nextGeneration = ({ current, previous, older }: RememberedRequests, sinceMs: number) => {
  const leaving = [...previous]
    .map(([key, { firstRevision, lastRevision }]) => ({
      key,
      fromRevision: firstRevision,
      toRevision: lastRevision,
    }))
    .sort((one, other) => one.fromRevision - other.fromRevision);
  return {
    current: noRequests.current,
    currentSinceMs: sinceMs,
    previous: current,
    older: addKeys(older, leaving),
  };
};

/** With the request of one more event; `atMs` is the event's time. */
export const rememberRequest = (
  requests: RememberedRequests,
  { metadata, revision }: Pick<RecordedEvent, 'metadata' | 'revision'>,
  atMs: number,
): RememberedRequests => {
  if (metadata.idempotency === undefined) return requests;
  const { key, body } = metadata.idempotency;
  const { current, currentSinceMs, previous } = requests;
  const known = current.get(key);
  if (known !== undefined) {
    return { ...requests, current: current.set(key, { ...known, lastRevision: revision }) };
  }
  const before = previous.get(key);
  if (before !== undefined) {
    return { ...requests, previous: previous.set(key, { ...before, lastRevision: revision }) };
  }
  const full =
    current.size >= generationLimits.keysMax ||
    (current.size > 0 && atMs - currentSinceMs >= generationLimits.spanMs);
  const into = full ? nextGeneration(requests, atMs) : requests;
  return {
    ...into,
    currentSinceMs: into.current.size === 0 ? atMs : into.currentSinceMs,
    current: into.current.set(key, { body, firstRevision: revision, lastRevision: revision }),
  };
};
