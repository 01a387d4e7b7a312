import { Map as PersistentMap } from 'immutable';
import { z } from 'zod';
import type { SnapshotCodec } from '../../domain/kernel/aggregate.ts';
import { encodeEvent } from '../../domain/kernel/eventDefinition.ts';
import { snapshotEvents, snapshotStreams } from '../../domain/kernel/streamEvents.ts';
import { streamOf } from '../../domain/kernel/streams.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { EventStore, RecordedEvent } from '../../ports/EventStore.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import type { StreamFold } from './StreamFold.ts';

export const snapshotEveryEvents = 2_000;

/** How many snapshots a stream that ends at `revision` should have had. */
export const snapshotsDue = (revision: number): number => Math.floor((revision + 1) / snapshotEveryEvents);

const rememberedSchema = z.array(
  z.strictObject({ key: z.string(), body: z.string(), firstRevision: z.int(), lastRevision: z.int() }),
);

export interface SnapshotDeps {
  readonly events: EventStore;
  readonly clock: Clock;
  readonly ids: IdSource;
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
  const remembered = [...fold.remembered].map(([key, request]) => ({ key, ...request }));
  const data = { madeBy: codec.madeBy, stream, revision, position, lastAtMs, state, remembered };
  const id = ids.next();
  try {
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
    deps.logger.error(
      { stream, err: failure },
      'no snapshot could be kept: loading this stream takes longer',
    );
  }
};

const snapshotsReadMax = 20;

/** The newest snapshot that fits, if this fold made it and can read it. Throws EventStoreUnavailable. */
export const latestSnapshot = async <State>(
  codec: SnapshotCodec<State>,
  events: Pick<EventStore, 'readStream'>,
  stream: string,
  fits: (fold: StreamFold<State>) => boolean = () => true,
): Promise<StreamFold<State> | undefined> => {
  const kept = streamOf(snapshotStreams, stream);
  let range: { readonly fromRevision?: number } = {};
  for (let read = 0; read < snapshotsReadMax; read += 1) {
    const [recorded] = await events.readStream(kept, { ...range, backwards: true, maxCount: 1 });
    const fold = recorded === undefined ? undefined : readSnapshot(codec, recorded);
    if (fold === undefined || recorded === undefined || fits(fold)) return fold;
    if (recorded.revision === 0) return undefined;
    range = { fromRevision: recorded.revision - 1 };
  }
  return undefined;
};

const readSnapshot = <State>(
  codec: SnapshotCodec<State>,
  recorded: RecordedEvent,
): StreamFold<State> | undefined => {
  const snapshot = snapshotEvents.SnapshotTaken.schema.safeParse(recorded.data);
  if (!snapshot.success || snapshot.data.madeBy !== codec.madeBy) return undefined;
  const state = codec.decode(snapshot.data.state);
  const remembered = rememberedSchema.safeParse(snapshot.data.remembered);
  if (state === undefined || !remembered.success) return undefined;
  const { revision, position, lastAtMs } = snapshot.data;
  const requests = remembered.data.map(({ key, ...request }) => [key, request] as const);
  return { state, revision, position, lastAtMs, remembered: PersistentMap(requests) };
};
