import { parkedLists } from '../../following/parkedLists.ts';
import type { SteadyClock } from '../../ports/Clock.ts';
import { type EventStore, type Position, positionBefore } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { type Projection, schemaOf } from './Projection.ts';
import { withDeadline } from './withDeadline.ts';

export interface StaleStream {
  /** Decision time of the event that the models lack, ISO 8601 UTC. */
  readonly since: string;
  /** Up to here the models have all of the stream. */
  readonly position: Position;
}

/** By name. Never fails: then those are answered that were known last. */
export type StaleStreams = () => Promise<ReadonlyMap<string, StaleStream>>;

export interface StaleStreamsParts {
  readonly readStore: Pick<ReadStore, 'query'>;
  readonly events: Pick<EventStore, 'readStream'>;
  readonly clock: Pick<SteadyClock, 'steadyMs'>;
}

const lookKeptMs = 500;
const lookWithinMs = 250;

export const staleStreams = (
  projections: readonly Projection[],
  { readStore, events, clock }: StaleStreamsParts,
): StaleStreams => {
  const readers = projections.map((each) => ({
    name: each.name,
    schema: schemaOf(each),
    kind: 'read-model' as const,
  }));
  const parked = parkedLists(readers, { readStore, events });
  let known: ReadonlyMap<string, StaleStream> = new Map();
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  const look = async (): Promise<void> => {
    const found = new Map<string, StaleStream>();
    for (const { stream, revision, position } of await parked.all()) {
      if (found.has(stream)) continue;
      const before = known.get(stream);
      const upTo = positionBefore(position, 1);
      const since = before?.position === upTo ? before.since : await parked.since({ stream, revision });
      if (since !== undefined) found.set(stream, { since, position: upTo });
    }
    known = found;
  };

  return async () => {
    if (clock.steadyMs() - lookedAtMs >= lookKeptMs) {
      looking ??= look().finally(() => {
        looking = undefined;
        lookedAtMs = clock.steadyMs();
      });
      await withDeadline(looking, lookWithinMs);
    }
    return known;
  };
};
