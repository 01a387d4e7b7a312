import type { Foldable } from '../../domain/kernel/aggregate.ts';
import type { AnyEvent } from '../../domain/kernel/decider.ts';
import { streamOf } from '../../domain/kernel/streams.ts';
import type { EventStore, RecordedEvent } from '../../ports/EventStore.ts';
import type { Folded } from './CommandRunner.ts';
import { emptyFold, loadFold, readFrom, type StreamFold } from './StreamFold.ts';
import { latestSnapshot } from './snapshots.ts';

/** From the latest snapshot where there is one. Throws EventStoreUnavailable and UnreadableEvent. */
export const loadLatest = <State, Event extends AnyEvent>(
  aggregate: Foldable<State, Event>,
  events: Pick<EventStore, 'readStream'>,
  stream: string,
): Promise<StreamFold<State>> => {
  const { decider, snapshot } = aggregate;
  const shortcut = snapshot === undefined ? undefined : () => latestSnapshot(snapshot, events, stream);
  return loadFold(aggregate, events, stream, emptyFold(decider.initialState), { shortcut });
};

/** Reads past the cache of live streams. Throws EventStoreUnavailable and UnreadableEvent. */
export const foldStream = <State, Event extends AnyEvent>(
  aggregate: Foldable<State, Event>,
  events: Pick<EventStore, 'readStream'>,
  id: string,
): Promise<Folded<State>> => loadLatest(aggregate, events, streamOf(aggregate, id));

export interface EventsPage<Event> {
  /** Without events of the log. */
  readonly events: readonly (RecordedEvent & Event)[];
  /** Events read, those of the log included; fewer than `maxCount` at the stream's end. */
  readonly read: number;
}

/** Throws EventStoreUnavailable and UnreadableStream. */
export const readEventsOf = async <Event extends AnyEvent>(
  aggregate: Pick<Foldable<unknown, Event>, 'category' | 'events'>,
  events: Pick<EventStore, 'readStream'>,
  id: string,
  range: { readonly fromRevision?: number; readonly maxCount: number },
): Promise<EventsPage<Event>> => {
  const stored = await events.readStream(streamOf(aggregate, id), range);
  const own = stored.flatMap((recorded) => {
    const event = readFrom(aggregate, recorded);
    return event === undefined ? [] : [{ ...recorded, ...event }];
  });
  return { events: own, read: stored.length };
};
