import { readEventOf } from '../domain/kernel/aggregate.ts';
import { UnreadableEvent } from '../domain/kernel/eventDefinition.ts';
import { idOfStream, isStreamOf, streamOf } from '../domain/kernel/streams.ts';
import type { ParkingEvent } from '../domain/parking/events.ts';
import { parkingAggregate } from '../domain/parking/parkingAggregate.ts';
import {
  type EventFilter,
  type EventStore,
  eventStoreLimits,
  type RecordedEvent,
} from '../ports/EventStore.ts';

/** The same events, and what operators ask for about streams that are parked. */
export const withParkingActs = (
  categories: readonly string[],
  types: readonly string[],
): Required<Pick<EventFilter, 'categories' | 'types'>> => ({
  categories: [...categories, parkingAggregate.category],
  types: [...types, ...Object.keys(parkingAggregate.events)],
});

export const isParkingAct = ({ stream }: Pick<RecordedEvent, 'stream'>): boolean =>
  isStreamOf(parkingAggregate, stream);

const eventIn = (recorded: RecordedEvent): ParkingEvent | undefined => {
  try {
    return readEventOf(parkingAggregate, recorded);
  } catch (error) {
    if (error instanceof UnreadableEvent) return undefined;
    throw error;
  }
};

/** The stream that the reader of this name is asked to take up; undefined when it is none of its own. */
export const streamToTakeUp = (act: RecordedEvent, reader: string): string | undefined =>
  eventIn(act)?.data.reader === reader ? idOfStream(act.stream) : undefined;

const pagesMax = 4;

/** Revisions of a stream that a reader passes over. Throws EventStoreUnavailable. */
export const skippedRevisions = async (
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  reader: string,
): Promise<ReadonlySet<number>> => {
  const skipped = new Set<number>();
  const maxCount = eventStoreLimits.readEventsMax;
  for (let page = 0; page < pagesMax; page += 1) {
    const range = { fromRevision: page * maxCount, maxCount };
    const acts = await events.readStream(streamOf(parkingAggregate, stream), range);
    for (const act of acts) {
      const event = eventIn(act);
      if (event?.type === 'ParkedEventSkipped' && event.data.reader === reader) {
        skipped.add(event.data.revision);
      }
    }
    if (acts.length < maxCount) break;
  }
  return skipped;
};
