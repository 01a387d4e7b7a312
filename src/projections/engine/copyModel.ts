import { readParkedStreams } from '../../following/parkedStreams.ts';
import type { EventFilter, EventStore, Position, RecordedEvent } from '../../ports/EventStore.ts';
import type { Checkpoint, ReadStore } from '../../ports/ReadStore.ts';
import { applyEvents } from './applyEvents.ts';
import { copySchemaOf, filterOf, type Projection, readModelOf } from './Projection.ts';
import type { RetryTarget } from './retryParked.ts';

const pageEventsMax = 1_000;

export interface CopyParts {
  readonly projection: Projection;
  readonly events: Pick<EventStore, 'readAll' | 'readStream' | 'logId'>;
  readonly readStore: ReadStore;
  onParked(event: RecordedEvent, error: unknown): void;
}

export interface ModelCopy {
  readonly schema: string;
  checkpoint(): Checkpoint;
  readonly filter: EventFilter;
  parked(): number;
  /** The next events of the filter, which go up to `next`. Throws as `applyEvents` does. */
  apply(events: readonly RecordedEvent[], next: Position): Promise<void>;
  /**
   * Applies the next page of the log, of it nothing after `until`. True when the copy is at `until`, or without one at
   * the log's end. A copy that is past `until` already is left alone. Throws as `applyEvents` and `readAll` do; open
   * the copy again then.
   */
  applyPage(until?: Position): Promise<boolean>;
  /** Makes what readers find rows by, unless it was made before. */
  index(): Promise<void>;
}

/**
 * Goes on with the copy of that build if it exists; any other is left over from a killed process and is dropped. Only
 * the leader of the copy's schema may call this.
 */
export const openModelCopy = async (parts: CopyParts, build?: string): Promise<ModelCopy> => {
  const { projection, events, readStore, onParked } = parts;
  const schema = copySchemaOf(projection);
  const found = await readStore.checkpoint(schema);
  if (found?.build !== build || found?.logId !== events.logId) await readStore.drop(schema);
  let checkpoint = await readStore.create(readModelOf(projection, schema), events.logId);
  const parkedStreams = await readParkedStreams(readStore, schema);
  const parked = new Set(parkedStreams.map(({ stream }) => stream));
  const target: RetryTarget = { projection, schema, readStore, events, parked, onParked };
  const filter = filterOf(projection);

  const apply = async (read: readonly RecordedEvent[], next: Position): Promise<void> => {
    if (next <= checkpoint.position) return;
    checkpoint = await applyEvents(target, checkpoint, read, next);
  };

  return {
    schema,
    filter,
    checkpoint: () => checkpoint,
    apply,
    parked: () => parked.size,
    index: async () => {
      if (projection.indexes !== undefined) await readStore.index(schema, projection.indexes);
    },
    applyPage: async (until) => {
      const from = checkpoint.position;
      if (until !== undefined && from >= until) return true;
      const { events: read, next, atEnd } = await events.readAll(from, { maxCount: pageEventsMax, filter });
      const wanted = until === undefined ? read : read.filter(({ position }) => position <= until);
      // Positions are not counted everywhere: at the log's end nothing is left before `until` that was not read.
      const isThere = until !== undefined && (next >= until || atEnd);
      await apply(wanted, isThere ? until : next);
      return isThere || atEnd;
    },
  };
};
