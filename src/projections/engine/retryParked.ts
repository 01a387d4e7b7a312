import { type EventStore, EventStoreUnavailable, eventStoreLimits } from '../../ports/EventStore.ts';
import type { Checkpoint } from '../../ports/ReadStore.ts';
import { type ApplyTarget, readItem } from './applyBatch.ts';
import { CheckpointMoved, isNotTheEvents } from './failures.ts';
import { type ParkedStream, parkStream, unparkStream } from './parkedStreams.ts';

/** True when everything of the stream that the checkpoint covers has been applied and the stream is free again. */
const retryStream = async (
  target: ApplyTarget,
  events: EventStore,
  checkpoint: Checkpoint,
  { stream, revision }: ParkedStream,
): Promise<boolean> => {
  const { projection, schema, readStore } = target;
  const read = await events.readStream(stream, {
    fromRevision: revision,
    maxCount: eventStoreLimits.readEventsMax,
  });
  // A longer tail would take several transactions for one stream; such a model is rebuilt instead.
  if (read.length === eventStoreLimits.readEventsMax) return false;
  const items = read
    .filter((event) => event.position <= checkpoint.position && event.type in projection.definitions)
    .map((event) => readItem(projection, event));
  const failed = items.find((item) => 'error' in item);
  const ready = items.flatMap((item) =>
    'event' in item && (failed === undefined || item.event.revision < failed.recorded.revision)
      ? [item.event]
      : [],
  );

  const { position } = checkpoint;
  const outcome = await readStore.advance(schema, checkpoint, position, async (transaction) => {
    if (ready.length > 0) await projection.apply(ready, transaction);
    if (failed === undefined) await unparkStream(transaction, stream);
    else await parkStream(transaction, failed.recorded, failed.error, items.length - ready.length - 1);
  });
  if (outcome === 'moved') throw new CheckpointMoved(`${projection.name} was moved while unparking`);
  return failed === undefined;
};

/** Frees every stream that can be applied now and answers with their names. Throws as `applyBatch` does. */
export const retryParked = async (
  target: ApplyTarget,
  events: EventStore,
  checkpoint: Checkpoint,
  streams: readonly ParkedStream[],
): Promise<readonly string[]> => {
  const freed: string[] = [];
  for (const parkedStream of streams) {
    const free = await retryStream(target, events, checkpoint, parkedStream).catch((error: unknown) => {
      if (isNotTheEvents(error) || error instanceof EventStoreUnavailable) throw error;
      return false;
    });
    if (!free) continue;
    target.parked.delete(parkedStream.stream);
    freed.push(parkedStream.stream);
  }
  return freed;
};
