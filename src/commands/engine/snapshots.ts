/**
 * Shortcuts through long streams, kept in the log itself: the fold at some revision, in a stream of its own, named
 * after the fold that made it. Taking, losing or misreading one never changes an answer, only how long it takes.
 */
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

/** How often a growing stream gets one. */
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
}

/** Keeps the fold if it can. Answers why not, or undefined; never throws: nobody waits for a snapshot. */
export const takeSnapshot = async <State>(
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

/** Snapshots looked at for one load: an older stream has more of them. */
const snapshotsReadMax = 20;

/**
 * The newest snapshot of the stream that fits, if this fold made it and can read it. Throws EventStoreUnavailable.
 */
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
