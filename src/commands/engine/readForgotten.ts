import { type Foldable, readEventOf } from '../../domain/kernel/aggregate.ts';
import type { AnyEvent } from '../../domain/kernel/decider.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import { mayHold } from './olderKeys.ts';
import type { StreamFold } from './StreamFold.ts';

const readPageEvents = 1_000;

/**
 * How a thing that the state of `fold` has forgotten is put back; undefined when the state knows it or the stream does
 * not hold it. Throws EventStoreUnavailable and UnreadableEvent.
 */
export const readForgotten = async <State, Event extends AnyEvent>(
  { forgetting, ...aggregate }: Foldable<State, Event>,
  store: Pick<EventStore, 'readStream'>,
  stream: string,
  fold: StreamFold<State>,
  id: string,
): Promise<((state: State) => State) | undefined> => {
  if (forgetting === undefined || forgetting.isKnown(fold.state, id)) return undefined;
  const events: Event[] = [];
  for (const { fromRevision, toRevision } of mayHold(fold.forgettable, [id], -1).toReversed()) {
    for (let from = fromRevision; from <= toRevision; from += readPageEvents) {
      const maxCount = Math.min(readPageEvents, toRevision - from + 1);
      for (const recorded of await store.readStream(stream, { fromRevision: from, maxCount })) {
        const event = readEventOf(aggregate, recorded);
        if (event !== undefined && forgetting.idIn(event) === id) events.push(event);
      }
    }
  }
  return events.length === 0 ? undefined : (state) => forgetting.recall(state, id, events);
};
