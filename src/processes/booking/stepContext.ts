import type { CommandContext } from '../../commands/engine/Outcome.ts';
import { bookingAggregate } from '../../domain/booking/bookingAggregate.ts';
import { streamOf } from '../../domain/kernel/streams.ts';
import type { EventStore, RecordedEvent } from '../../ports/EventStore.ts';

/** An event that causes the next step of a booking. */
export type Cause = Pick<RecordedEvent, 'id' | 'metadata'>;

/** A step acts for the request that it carries on: with its correlation and its actor, caused by the event. */
export const contextOf = ({ id, metadata }: Cause): CommandContext => ({
  correlationId: metadata.correlationId,
  causationId: id,
  actor: metadata.actor,
});

/** The event at a revision of a booking's stream. Throws EventStoreUnavailable. */
export const causeAt = async (
  events: Pick<EventStore, 'readStream'>,
  bookingId: string,
  revision: number,
): Promise<RecordedEvent> => {
  const [event] = await events.readStream(streamOf(bookingAggregate, bookingId), {
    fromRevision: revision,
    maxCount: 1,
  });
  if (event === undefined) throw new Error(`booking ${bookingId} has no revision ${revision}`);
  return event;
};
