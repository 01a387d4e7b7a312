import { type ParkedStream, parkedOf, unparkStream } from '../../following/parkedStreams.ts';
import { skippedRevisions } from '../../following/parkingActs.ts';
import { type EventStore, eventStoreLimits } from '../../ports/EventStore.ts';
import type { Checkpoint, ReadStore } from '../../ports/ReadStore.ts';
import type { Reaction } from './Reaction.ts';
import { reactionSchemaOf, requireMoved, writeParked } from './reactionProgress.ts';
import { reactInOrder } from './reactToEvents.ts';

export interface RetryParts {
  readonly reaction: Reaction;
  readonly events: Pick<EventStore, 'readStream'>;
  readonly readStore: Pick<ReadStore, 'advance'>;
}

/**
 * Reacts to a page of the events that wait in a parked stream and are not passed over by hand, up to where the checkpoint is. Answers what is left of
 * it, undefined when the stream is free.
 */
export const retryParkedStream = async (
  { reaction, events, readStore }: RetryParts,
  at: Checkpoint,
  { stream, revision }: ParkedStream,
): Promise<ParkedStream | undefined> => {
  const maxCount = eventStoreLimits.readEventsMax;
  const page = await events.readStream(stream, { fromRevision: revision, maxCount });
  const skipped = await skippedRevisions(events, stream, reaction.name);
  const waiting = page.filter(
    (event) =>
      event.position <= at.position && event.type in reaction.definitions && !skipped.has(event.revision),
  );
  const failed = await reactInOrder(reaction, waiting);
  const last = page.length === maxCount ? page.at(-1) : undefined;
  const rest = last === undefined ? undefined : parkedOf(last, 'more events wait');
  const left = failed === undefined ? rest : parkedOf(failed.event, failed.error);
  const outcome = await readStore.advance(
    reactionSchemaOf(reaction.name),
    at,
    at.position,
    async (transaction) => {
      if (left === undefined) await unparkStream(transaction, stream);
      else await writeParked(transaction, left);
    },
  );
  requireMoved(reaction.name, outcome);
  return left;
};
