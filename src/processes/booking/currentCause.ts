import { bookingAggregate } from '../../domain/booking/bookingAggregate.ts';
import { streamOf } from '../../domain/kernel/streams.ts';
import type { EventStore, RecordedEvent } from '../../ports/EventStore.ts';

/** `known`, or the event at this revision where another driver has appended it. Throws EventStoreUnavailable. */
export const currentCause = async (
  events: Pick<EventStore, 'readStream'>,
  known: Pick<RecordedEvent, 'id' | 'revision' | 'metadata'> | undefined,
  bookingId: string,
  revision: number,
): Promise<NonNullable<typeof known>> => {
  if (known?.revision === revision) return known;
  const stream = streamOf(bookingAggregate, bookingId);
  const [event] = await events.readStream(stream, { fromRevision: revision, maxCount: 1 });
  if (event === undefined) throw new Error(`booking ${bookingId} has no revision ${revision}`);
  return event;
};
