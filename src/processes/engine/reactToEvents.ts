import { decodeOnce } from '../../domain/kernel/eventDefinition.ts';
import { EventStoreUnavailable, type RecordedEvent } from '../../ports/EventStore.ts';
import { KeyStoreUnavailable } from '../../ports/KeyStore.ts';
import { ReadModelMissing, ReadStoreUnavailable } from '../../ports/ReadStore.ts';
import { WaitingRoomUnavailable } from '../../ports/WaitingRoom.ts';
import type { Reaction } from './Reaction.ts';
import { contextOf } from './systemContext.ts';

export interface Failed {
  readonly event: RecordedEvent;
  readonly error: unknown;
}

const streamsAtOnceMax = 16;
/** A reaction that fails for a passing reason is given another chance before its stream is parked. */
const triesMax = 3;

const isOutage = (error: unknown): boolean =>
  error instanceof EventStoreUnavailable ||
  error instanceof KeyStoreUnavailable ||
  error instanceof ReadStoreUnavailable ||
  error instanceof ReadModelMissing ||
  error instanceof WaitingRoomUnavailable;

const reactToOne = async (reaction: Reaction, recorded: RecordedEvent): Promise<void> => {
  const { id, position, stream, revision, at } = recorded;
  const event = { ...decodeOnce(reaction.definitions, recorded), id, position, stream, revision, at };
  const context = contextOf(recorded);
  for (let tries = 1; ; tries += 1) {
    try {
      return await reaction.react(event, context);
    } catch (error) {
      if (isOutage(error) || tries >= triesMax) throw error;
    }
  }
};

/**
 * Reacts to events of one stream, in order, up to the first that fails. Answers that one, undefined when none did.
 * Throws only what says that an engine is away.
 */
export const reactInOrder = async (
  reaction: Reaction,
  events: readonly RecordedEvent[],
): Promise<Failed | undefined> => {
  for (const event of events) {
    try {
      await reactToOne(reaction, event);
    } catch (error) {
      if (isOutage(error)) throw error;
      return { event, error };
    }
  }
  return undefined;
};

/** Reacts to a batch, several streams at once. Answers the first failed event of each stream that has one. */
export const reactToEvents = async (
  reaction: Reaction,
  events: readonly RecordedEvent[],
): Promise<readonly Failed[]> => {
  const streams = [...Map.groupBy(events, ({ stream }) => stream).values()].values();
  const failed: Failed[] = [];
  const work = async (): Promise<void> => {
    for (const ofStream of streams) {
      const failure = await reactInOrder(reaction, ofStream);
      if (failure !== undefined) failed.push(failure);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: streamsAtOnceMax }, work));
  const outage = ended.find((each) => each.status === 'rejected');
  if (outage !== undefined) throw outage.reason;
  return failed;
};
