import { decodeOnce } from '../../domain/kernel/eventDefinition.ts';
import { parkedStreamsMax } from '../../following/parkedStreams.ts';
import type { Position, RecordedEvent } from '../../ports/EventStore.ts';
import type { Checkpoint, ReadStore, ReadTransaction } from '../../ports/ReadStore.ts';
import { CheckpointMoved, isNotTheEvents, TooManyParked } from './failures.ts';
import type { Placed, Projection } from './Projection.ts';
import { countWaiting, parkStream } from './parkStream.ts';

export type ReadEvent = Placed<{ readonly type: string; readonly data: unknown }>;

export type Item =
  | { readonly recorded: RecordedEvent; readonly event: ReadEvent }
  | { readonly recorded: RecordedEvent; readonly error: unknown };

export interface ApplyTarget {
  readonly projection: Projection;
  readonly schema: string;
  readonly readStore: ReadStore;
  /** Names of the parked streams; kept in step with the table. */
  readonly parked: Set<string>;
  onParked(event: RecordedEvent, error: unknown): void;
}

export const readItem = (projection: Projection, recorded: RecordedEvent): Item => {
  try {
    const { type, data } = decodeOnce(projection.definitions, recorded);
    const { id, position, stream, revision, at, metadata } = recorded;
    const { correlationId } = metadata;
    return { recorded, event: { type, data, id, correlationId, position, stream, revision, at } };
  } catch (error) {
    return { recorded, error };
  }
};

interface Plan {
  readonly ready: readonly ReadEvent[];
  readonly toPark: readonly { readonly event: RecordedEvent; readonly error: unknown }[];
  readonly waiting: ReadonlyMap<string, number>;
}

const planOf = (items: readonly Item[], parked: ReadonlySet<string>): Plan => {
  const ready: ReadEvent[] = [];
  const toPark = new Map<string, { readonly event: RecordedEvent; readonly error: unknown }>();
  const waiting = new Map<string, number>();
  for (const item of items) {
    const { stream } = item.recorded;
    if (parked.has(stream) || toPark.has(stream)) waiting.set(stream, (waiting.get(stream) ?? 0) + 1);
    else if ('event' in item) ready.push(item.event);
    else toPark.set(stream, { event: item.recorded, error: item.error });
  }
  return { ready, toPark: [...toPark.values()], waiting };
};

const applyItems = async (
  target: ApplyTarget,
  items: readonly Item[],
  from: Checkpoint,
  to: Position,
): Promise<Checkpoint> => {
  const { projection, schema, readStore, parked } = target;
  const plan = planOf(items, parked);
  if (parked.size + plan.toPark.length > parkedStreamsMax) {
    throw new TooManyParked(
      `${projection.name} cannot apply events of more than ${parkedStreamsMax} streams`,
    );
  }
  const work = async (transaction: ReadTransaction): Promise<void> => {
    if (plan.ready.length > 0) await projection.apply(plan.ready, transaction);
    for (const { event, error } of plan.toPark) await parkStream(transaction, event, error);
    if (plan.waiting.size > 0) await countWaiting(transaction, plan.waiting);
  };
  let outcome: 'applied' | 'moved';
  try {
    outcome = await readStore.advance(schema, from, to, items.length === 0 ? undefined : work);
  } catch (error) {
    if (isNotTheEvents(error) || plan.ready.length === 0) throw error;
    return await applyAround(target, items, plan.ready, { from, to, error });
  }
  if (outcome === 'moved') {
    throw new CheckpointMoved(`${projection.name} was moved away from ${from.position} by another process`);
  }
  for (const { event, error } of plan.toPark) {
    parked.add(event.stream);
    target.onParked(event, error);
  }
  return { ...from, position: to };
};

/** One of the ready events cannot be applied. A single one is parked; otherwise each half is tried. */
const applyAround = async (
  target: ApplyTarget,
  items: readonly Item[],
  ready: readonly ReadEvent[],
  { from, to, error }: { readonly from: Checkpoint; readonly to: Position; readonly error: unknown },
): Promise<Checkpoint> => {
  const middle = ready[Math.floor(ready.length / 2)];
  const at = items.findIndex((item) => 'event' in item && item.event === middle);
  const culprit = items[at];
  if (culprit === undefined) throw new Error('a ready event is not among the items', { cause: error });
  if (ready.length === 1) {
    const marked = items.with(at, { recorded: culprit.recorded, error });
    return await applyItems(target, marked, from, to);
  }
  const firstHalf = items.slice(0, at);
  const between = await applyItems(
    target,
    firstHalf,
    from,
    firstHalf.at(-1)?.recorded.position ?? from.position,
  );
  return await applyItems(target, items.slice(at), between, to);
};

/**
 * Moves the read model from one checkpoint to the next. Throws CheckpointMoved, TooManyParked, and what
 * `ReadStore.advance` throws; then part of the batch may have been applied, as the checkpoint says.
 */
export const applyBatch = async (
  target: ApplyTarget,
  from: Checkpoint,
  events: readonly RecordedEvent[],
  to: Position,
): Promise<Checkpoint> =>
  await applyItems(
    target,
    events.map((recorded) => readItem(target.projection, recorded)),
    from,
    to,
  );
