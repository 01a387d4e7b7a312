import { type ParkedStream, parkedOf } from '../../following/parkedStreams.ts';
import { type EventStore, type Position, positionStart } from '../../ports/EventStore.ts';
import type { Checkpoint, ReadStore } from '../../ports/ReadStore.ts';
import type { Reaction } from './Reaction.ts';
import { hasBegun, progressTables, recordBegin, requireMoved } from './reactionProgress.ts';
import { reactToEvents } from './reactToEvents.ts';

export interface BeginParts {
  readonly events: Pick<EventStore, 'logId' | 'readAll'>;
  readonly readStore: ReadStore;
  /** Waits until this node has read the log up to a position. Throws EventStoreUnavailable. */
  known(position: Position): Promise<void>;
}

export class ReactionStopped extends Error {
  override readonly name = 'ReactionStopped';
}

const pageEventsMax = 500;

/** The checkpoint to go on from; made, and the earlier events reacted to, when the reaction has never run. */
export const beginReaction = async (reaction: Reaction, parts: BeginParts): Promise<Checkpoint> => {
  const { name } = reaction;
  const { events, readStore } = parts;
  const standing = await readStore.create(progressTables(name), events.logId);
  if (standing.logId !== events.logId) {
    throw new ReactionStopped(`reaction ${name} belongs to log ${standing.logId}, this is ${events.logId}`);
  }
  if (await hasBegun(readStore, name)) return standing;
  const { position, earlier = [] } = (await reaction.begin?.()) ?? { position: positionStart };
  const parked =
    earlier.length === 0 ? [] : await reactToEarlier(reaction, parts, { position, types: earlier });
  requireMoved(name, await recordBegin(readStore, name, standing, { position, parked }));
  return { ...standing, position };
};

const reactToEarlier = async (
  reaction: Reaction,
  { events, known }: BeginParts,
  upTo: { readonly position: Position; readonly types: readonly string[] },
): Promise<readonly ParkedStream[]> => {
  await known(upTo.position);
  const filter = { categories: reaction.categories, types: upTo.types };
  const parked = new Map<string, ParkedStream>();
  for (let after = positionStart; ; ) {
    const page = await events.readAll(after, { maxCount: pageEventsMax, filter });
    const wanted = page.events.filter((each) => each.position <= upTo.position && !parked.has(each.stream));
    for (const { event, error } of await reactToEvents(reaction, wanted)) {
      parked.set(event.stream, parkedOf(event, error));
    }
    after = page.next;
    if (page.atEnd || after >= upTo.position) return [...parked.values()];
  }
};
