import { readParkedStreams, unparkStream } from '../../following/parkedStreams.ts';
import { skippedRevisions } from '../../following/parkingActs.ts';
import {
  type EventStore,
  EventStoreUnavailable,
  eventStoreLimits,
  type RecordedEvent,
} from '../../ports/EventStore.ts';
import type { Checkpoint, ReadTransaction } from '../../ports/ReadStore.ts';
import { type ApplyTarget, type Item, readItem } from './applyBatch.ts';
import { CheckpointMoved, isNotTheEvents } from './failures.ts';
import { parkStream } from './parkStream.ts';

/** Why a stream waits whose earlier events have been applied just now. */
const waitsForTurn = new Error('more events of the stream wait');
const pagesMax = 1_000;

/** A target whose parked streams can be taken up. */
export interface RetryTarget extends ApplyTarget {
  readonly events: Pick<EventStore, 'readStream'>;
  /** A stream has been applied as far as the checkpoint. */
  onFreed?(stream: string): void;
}

interface Retry {
  readonly target: RetryTarget;
  readonly checkpoint: Checkpoint;
  readonly stream: string;
  readonly skipped: ReadonlySet<number>;
}

interface Failed {
  readonly event: RecordedEvent;
  readonly error: unknown;
}

const write = async (
  { target, checkpoint }: Retry,
  work: (transaction: ReadTransaction) => Promise<void>,
): Promise<void> => {
  const { projection, schema, readStore } = target;
  const outcome = await readStore.advance(schema, checkpoint, checkpoint.position, work);
  if (outcome === 'moved') throw new CheckpointMoved(`${projection.name} was moved while unparking`);
};

/** Applies the items and parks the stream at `next`, or frees it, in one transaction. Throws what the items make fail. */
const applyAll = (retry: Retry, items: readonly Item[], next: Item | undefined, waiting: number) => {
  const { stream } = retry;
  const failed = items.find((item) => 'error' in item);
  if (failed !== undefined) return Promise.reject(failed.error);
  return write(retry, async (transaction) => {
    const ready = items.flatMap((item) => ('event' in item ? [item.event] : []));
    if (ready.length > 0) await retry.target.projection.apply(ready, transaction);
    if (next === undefined) await unparkStream(transaction, stream);
    else await parkStream(transaction, next.recorded, waitsForTurn, waiting - 1);
  });
};

/**
 * Applies events of one stream, in order, up to the first that cannot be applied and is not passed over by hand. `later`: those
 * after them. Answers the failed one; the stream is parked at it.
 */
const applyUpToFailure = async (
  retry: Retry,
  items: readonly Item[],
  later: readonly Item[],
): Promise<Failed | undefined> => {
  const [first] = items;
  if (first === undefined) return undefined;
  try {
    await applyAll(retry, items, later[0], later.length);
    return undefined;
  } catch (error) {
    if (isNotTheEvents(error) || error instanceof EventStoreUnavailable) throw error;
    if (items.length > 1) {
      const middle = Math.ceil(items.length / 2);
      const [firstHalf, secondHalf] = [items.slice(0, middle), items.slice(middle)];
      return (
        (await applyUpToFailure(retry, firstHalf, [...secondHalf, ...later])) ??
        (await applyUpToFailure(retry, secondHalf, later))
      );
    }
    if (retry.skipped.has(first.recorded.revision)) {
      await applyAll(retry, [], later[0], later.length);
      return undefined;
    }
    await write(retry, (transaction) => parkStream(transaction, first.recorded, error, later.length));
    return { event: first.recorded, error };
  }
};

interface Page {
  readonly items: readonly Item[];
  /** The first event after the items that the checkpoint covers, where the page does not tell of all. */
  readonly next: RecordedEvent | undefined;
}

const readPage = async ({ target, checkpoint, stream }: Retry, fromRevision: number): Promise<Page> => {
  const { projection, events } = target;
  const maxCount = eventStoreLimits.readEventsMax;
  const read = await events.readStream(stream, { fromRevision, maxCount });
  const covered = read.filter(({ position }) => position <= checkpoint.position);
  const next = covered.length === maxCount ? covered.at(-1) : undefined;
  const items = covered
    .filter((event) => event !== next && event.type in projection.definitions)
    .map((event) => readItem(projection, event));
  return { items, next };
};

/** True when everything of the stream that the checkpoint covers has been applied and the stream is free again. */
const retryStream = async (
  target: RetryTarget,
  checkpoint: Checkpoint,
  stream: string,
  parkedAt: number,
): Promise<boolean> => {
  const skipped = await skippedRevisions(target.events, stream, target.projection.name);
  const retry = { target, checkpoint, stream, skipped };
  for (let [pages, revision] = [0, parkedAt]; pages < pagesMax; pages += 1) {
    const { items, next } = await readPage(retry, revision);
    const later: readonly Item[] = next === undefined ? [] : [{ recorded: next, error: waitsForTurn }];
    const failed = await applyUpToFailure(retry, items, later);
    if (failed !== undefined && failed.event.revision !== parkedAt)
      target.onParked(failed.event, failed.error);
    if (failed !== undefined) return false;
    if (next === undefined) {
      if (items.length === 0) await write(retry, (transaction) => unparkStream(transaction, stream));
      return true;
    }
    revision = next.revision;
  }
  return false;
};

/** Frees the parked streams of these names, or all, that can be applied now. Throws as `applyBatch` does. */
export const retryParked = async (
  target: RetryTarget,
  checkpoint: Checkpoint,
  names?: readonly string[],
): Promise<void> => {
  const { readStore, schema, parked, onFreed } = target;
  if (names !== undefined && !names.some((name) => parked.has(name))) return;
  const rows = await readParkedStreams(readStore, schema);
  for (const { stream, revision } of rows) {
    if (names !== undefined && !names.includes(stream)) continue;
    if (!(await retryStream(target, checkpoint, stream, revision))) continue;
    parked.delete(stream);
    onFreed?.(stream);
  }
};
