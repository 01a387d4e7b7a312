import type { SnapshotCodec } from '../../domain/kernel/aggregate.ts';
import { encodeEvent } from '../../domain/kernel/eventDefinition.ts';
import { snapshotEvents, snapshotStreams } from '../../domain/kernel/streamEvents.ts';
import { streamOf } from '../../domain/kernel/streams.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { EventStore, RecordedEvent } from '../../ports/EventStore.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import { packJson, unpackJson } from './packedJson.ts';
import { decodeRemembered, encodeRemembered } from './rememberedSnapshot.ts';
import type { StreamFold } from './StreamFold.ts';

export const snapshotEveryEvents = 2_000;

/** How many snapshots a stream that ends at `revision` should have had. */
export const snapshotsDue = (revision: number): number => Math.floor((revision + 1) / snapshotEveryEvents);

/** Moves with every change of what a snapshot holds beside the state; that of the state moves with its codec. */
export const rememberedShape = 4;

const madeBy = (codec: { readonly madeBy: string }): string => `${codec.madeBy}+${rememberedShape}`;

export interface SnapshotDeps {
  readonly events: EventStore;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly snapshotFailures?: { inc(): void };
  readonly logger: { error(details: object, message: string): void };
}

/** Appends a snapshot of the fold. The error when it could not; undefined otherwise. Never throws. */
const takeSnapshot = async <State>(
  codec: SnapshotCodec<State>,
  { events, clock, ids }: SnapshotDeps,
  stream: string,
  fold: StreamFold<State>,
): Promise<unknown> => {
  const state = codec.encode(fold.state);
  if (state === undefined) return undefined;
  const { revision, position, lastAtMs } = fold;
  const id = ids.next();
  try {
    const data = {
      ...{ madeBy: madeBy(codec), stream, revision, position, lastAtMs },
      state: await packJson(state),
      remembered: await packJson(encodeRemembered(fold)),
    };
    const event = {
      id,
      ...encodeEvent(snapshotEvents, { type: 'SnapshotTaken', data }),
      at: new Date(clock.nowMs()).toISOString(),
      metadata: { correlationId: id, causationId: id, actor: { role: 'system' } },
    } as const;
    await events.append({ stream: streamOf(snapshotStreams, stream), expected: 'any', events: [event] });
    return undefined;
  } catch (error) {
    return error;
  }
};

/** Keeps a snapshot of a stream whose kind has them; logs a failure. Never throws. */
export const keepSnapshot = async <State>(
  { snapshot }: { readonly snapshot?: SnapshotCodec<State> },
  deps: SnapshotDeps,
  stream: string,
  fold: StreamFold<State>,
): Promise<void> => {
  if (snapshot === undefined) return;
  const failure = await takeSnapshot(snapshot, deps, stream, fold);
  if (failure !== undefined) {
    deps.snapshotFailures?.inc();
    deps.logger.error(
      { stream, err: failure },
      'no snapshot could be kept: loading this stream takes longer',
    );
  }
};

/** Halves 2^40 snapshots down to one. */
const searchStepsMax = 40;

/** Throws EventStoreUnavailable. */
const lastSnapshot = async (events: Pick<EventStore, 'readStream'>, kept: string, before?: number) => {
  const range = before === undefined ? {} : { fromRevision: before - 1 };
  const [recorded] = await events.readStream(kept, { ...range, backwards: true, maxCount: 1 });
  return recorded;
};

/**
 * The newest snapshot that fits, if this fold made it and can read it. `fits` must hold for every snapshot before one
 * for which it holds. Throws EventStoreUnavailable.
 */
export const latestSnapshot = async <State>(
  codec: SnapshotCodec<State>,
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  fits: (fold: StreamFold<State>) => boolean = () => true,
): Promise<StreamFold<State> | undefined> => {
  const kept = streamOf(snapshotStreams, stream);
  let recorded = await lastSnapshot(events, kept);
  const newest = recorded === undefined ? undefined : await readSnapshot(codec, recorded);
  if (newest !== undefined && fits(newest)) return newest;
  // Below `low` all fit, from `high` on none does; older programs made those that cannot be read, so newer ones are looked at.
  let low = 0;
  let high = recorded?.revision ?? 0;
  let found: StreamFold<State> | undefined;
  for (let step = 0; newest !== undefined && low < high && step < searchStepsMax; step += 1) {
    const middle = Math.floor((low + high) / 2);
    recorded = await lastSnapshot(events, kept, middle + 1);
    const fold = recorded === undefined ? undefined : await readSnapshot(codec, recorded);
    if (fold !== undefined && !fits(fold)) high = middle;
    else {
      low = middle + 1;
      found = fold ?? found;
    }
  }
  return found;
};

const readSnapshot = async <State>(
  codec: SnapshotCodec<State>,
  recorded: RecordedEvent,
): Promise<StreamFold<State> | undefined> => {
  const snapshot = snapshotEvents.SnapshotTaken.schema.safeParse(recorded.data);
  if (!snapshot.success || snapshot.data.madeBy !== madeBy(codec)) return undefined;
  const state = codec.decode(await unpackJson(snapshot.data.state));
  const remembered = decodeRemembered(await unpackJson(snapshot.data.remembered));
  if (state === undefined || remembered === undefined) return undefined;
  const { revision, position, lastAtMs } = snapshot.data;
  return { state, revision, position, lastAtMs, ...remembered };
};
