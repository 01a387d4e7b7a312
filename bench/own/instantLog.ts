/** A log in memory that answers at once: what everything but the log costs. */
import { randomUUID } from 'node:crypto';
import { type EventStore, positionOf, type RecordedEvent } from '../../src/ports/EventStore.ts';

export interface InstantLog extends EventStore {
  readonly streams: ReadonlyMap<string, readonly RecordedEvent[]>;
}

/**
 * For one process, whose feed has its own appends from memory. `keep`: all events, or only the first append of each stream,
 * where the log must not grow.
 */
export const openInstantLog = ({ keep }: { readonly keep: 'all' | 'first' }): InstantLog => {
  const streams = new Map<string, RecordedEvent[]>();
  const revisions = new Map<string, number>();
  let position = 0n;
  return {
    streams,
    logId: randomUUID(),
    consecutivePositions: true,
    readsAreCurrent: true,
    append: async ({ stream, expected, events }) => {
      const before = revisions.get(stream) ?? -1;
      if (expected !== 'any' && expected !== (before === -1 ? 'no-stream' : before)) {
        throw new Error(`${stream} is at revision ${before}, not ${expected}: this log is for one process`);
      }
      if (keep === 'all' || before === -1) {
        const stored = events.map((event, place) => ({
          ...event,
          stream,
          revision: before + 1 + place,
          position: positionOf(position + BigInt(1 + place)),
        }));
        const kept = streams.get(stream);
        if (kept === undefined) streams.set(stream, stored);
        else kept.push(...stored);
      }
      position += BigInt(events.length);
      const revision = before + events.length;
      revisions.set(stream, revision);
      return { outcome: 'appended', revision, position: positionOf(position) };
    },
    readStream: async (stream, { fromRevision = 0, maxCount = Number.POSITIVE_INFINITY } = {}) =>
      // Copies down to the strings, as they come from a database.
      JSON.parse(JSON.stringify((streams.get(stream) ?? []).slice(fromRevision, fromRevision + maxCount))),
    readAll: async (after) => ({ events: [], next: after, atEnd: true }),
    head: async () => positionOf(position),
    verify: async () => undefined,
    confirmHead: async () => positionOf(position),
    subscribe: () => ({ close: async () => undefined }),
    close: async () => undefined,
  };
};
