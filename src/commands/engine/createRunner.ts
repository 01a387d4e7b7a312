import { LRUCache } from 'lru-cache';
import { type Aggregate, readEventOf } from '../../domain/kernel/aggregate.ts';
import type { AnyCommand, AnyEvent, CommandOf, RejectionsBy } from '../../domain/kernel/decider.ts';
import { decodeEvent } from '../../domain/kernel/eventDefinition.ts';
import { type StreamEvent, streamEvents } from '../../domain/kernel/streamEvents.ts';
import { streamOf } from '../../domain/kernel/streams.ts';
import type { RecordedEvent } from '../../ports/EventStore.ts';
import { type CommandRunner, isWithin } from './CommandRunner.ts';
import { asksMemory, restsOnMemory } from './confirmRefusals.ts';
import { findOlder, findRecent, mayHoldRequest } from './findRemembered.ts';
import { createLiveStream, type LiveStream } from './LiveStream.ts';
import type { LiveStreamDeps, LiveStreamOptions } from './LiveStreamDeps.ts';
import { logAway } from './logAway.ts';
import type { CommandContext, Outcome } from './Outcome.ts';
import type { RememberedRequest } from './RememberedRequests.ts';
import { readForgotten } from './readForgotten.ts';
import { loadLatest } from './readStream.ts';
import { decisionTimeMs, emptyFold, loadFold, type StreamFold } from './StreamFold.ts';
import { latestSnapshot } from './snapshots.ts';

export interface RunnerOptions<Rejection> extends LiveStreamOptions<Rejection> {
  /** Streams that stay in memory. */
  readonly residentsMax: number;
}

const absentMax = 200;

type Place = Pick<RecordedEvent, 'revision' | 'position' | 'at'>;

export const createRunner = <
  State,
  Command extends AnyCommand,
  Event extends AnyEvent,
  Rejections extends RejectionsBy<Command>,
>(
  aggregate: Aggregate<State, Command, Event, Rejections>,
  { residentsMax, ...options }: RunnerOptions<Rejections[Command['type']]>,
  deps: LiveStreamDeps,
): CommandRunner<State, Command, Event, Rejections> => {
  type Live = LiveStream<State, Command, Event, Rejections>;
  type Replayed = Outcome<State, never, Event | StreamEvent>;
  const { events, tail, clock } = deps;
  const { refusesFromMemory } = options;
  // Commands may still run on an evicted stream, which receives no more events.
  const dispose = (live: Live, _stream: string, reason: LRUCache.DisposeReason): void => {
    if (reason === 'evict') live.detach();
  };
  const residents = new LRUCache<string, Live>({ max: residentsMax, dispose });
  /** A cache of its own for streams that do not exist, or made-up ids would evict the hot ones. */
  const absent = new LRUCache<string, Live>({ max: absentMax, dispose });
  /** Those whose latest command was refused. Of another, the next command is mostly granted and would be decided twice. */
  const refusing = new WeakSet<Live>();
  const loading = new Map<string, { readonly live: Promise<Live>; readonly heard: RecordedEvent[] }>();

  tail.listen((recorded) => {
    loading.get(recorded.stream)?.heard.push(recorded);
    (residents.peek(recorded.stream) ?? absent.peek(recorded.stream))?.receive(recorded);
  });

  const load = async (stream: string, heard: readonly RecordedEvent[]): Promise<Live> => {
    const fold = await loadLatest(aggregate, events, stream);
    const live = createLiveStream(stream, aggregate, fold, deps, {
      ...options,
      replay: (request) => replay(stream, request),
    });
    for (const recorded of heard) live.receive(recorded);
    (fold.revision >= 0 ? residents : absent).set(stream, live);
    return live;
  };

  const resident = (stream: string): Promise<Live> => {
    const live = residents.get(stream) ?? absent.get(stream);
    if (live !== undefined) return Promise.resolve(live);
    const under = loading.get(stream);
    if (under !== undefined) return under.live;
    const heard: RecordedEvent[] = [];
    const loaded = load(stream, heard).finally(() => loading.delete(stream));
    loading.set(stream, { live: loaded, heard });
    return loaded;
  };

  /** From the nearest snapshot; `reaches` says whether an event or a fold is not beyond the wanted end. */
  const foldWhile = (stream: string, reaches: (place: Place) => boolean): Promise<StreamFold<State>> => {
    const { decider, snapshot } = aggregate;
    const shortcut =
      snapshot === undefined
        ? undefined
        : () =>
            latestSnapshot(snapshot, events, stream, ({ lastAtMs, ...place }) =>
              reaches({ ...place, at: new Date(lastAtMs).toISOString() }),
            );
    const beyond = (recorded: RecordedEvent): boolean => !reaches(recorded);
    return loadFold(aggregate, events, stream, emptyFold(decider.initialState), { beyond, shortcut });
  };

  const replay = async (stream: string, request: RememberedRequest): Promise<Replayed> => {
    const { firstRevision, lastRevision } = request;
    const fold = await foldWhile(stream, ({ revision }) => revision <= lastRevision);
    const caused = await events.readStream(stream, {
      fromRevision: firstRevision,
      maxCount: lastRevision - firstRevision + 1,
    });
    const { state, revision, position } = fold;
    const read = caused.map((recorded) => ({ ...recorded, ...readAny(aggregate, recorded) }));
    return { outcome: 'done', state, revision, events: read, position, replayed: true };
  };

  const forgotten = (stream: string, fold: StreamFold<State>, id: string) =>
    readForgotten(aggregate, events, stream, fold, id);

  const refusal = <Type extends Command['type']>(
    id: string,
    command: CommandOf<Command, Type>,
    context: CommandContext,
  ): Rejections[Type] | undefined => {
    const live = residents.get(streamOf(aggregate, id));
    if (live === undefined || !refusing.has(live) || !asksMemory(context) || !tail.isFresh())
      return undefined;
    const fold = live.now();
    if (fold === undefined) return undefined;
    const nowMs = decisionTimeMs(clock, fold);
    const decision = aggregate.decider.decide({ ...command, nowMs }, fold.state);
    return decision.kind === 'rejected' && restsOnMemory(context, decision.rejection, refusesFromMemory)
      ? decision.rejection
      : undefined;
  };

  const read = async (id: string, including?: string): Promise<StreamFold<State>> => {
    const stream = streamOf(aggregate, id);
    const fold = await (await resident(stream)).current();
    const recall = including === undefined ? undefined : await forgotten(stream, fold, including);
    return recall === undefined ? fold : { ...fold, state: recall(fold.state) };
  };

  const execute = async <Type extends Command['type']>(
    id: string,
    command: CommandOf<Command, Type>,
    context: CommandContext,
  ): Promise<Outcome<State, Rejections[Type], Event | StreamEvent>> => {
    const stream = streamOf(aggregate, id);
    try {
      const live = await resident(stream);
      const first = await live.submit(command, context);
      const missed =
        first.outcome === 'rejected' ? aggregate.forgetting?.missedBy(command, first.rejection) : undefined;
      const recall = missed === undefined ? undefined : await forgotten(stream, await live.current(), missed);
      const outcome = recall === undefined ? first : await live.submit(command, context, recall);
      if (outcome.outcome === 'rejected') refusing.add(live);
      else refusing.delete(live);
      // An evicted one has missed events and must not come back.
      if (outcome.outcome === 'done' && outcome.revision >= 0 && absent.peek(stream) === live) {
        absent.delete(stream);
        residents.set(stream, live);
      }
      return outcome;
    } catch (error) {
      return logAway(error);
    }
  };

  const repeat = async (id: string, { idempotency }: CommandContext): Promise<Replayed | undefined> => {
    if (idempotency === undefined) return undefined;
    const stream = streamOf(aggregate, id);
    const { remembered } = await (await resident(stream)).current();
    const ranges = mayHoldRequest(remembered.older, idempotency);
    const found =
      findRecent(remembered, idempotency) ?? (await findOlder(events, stream, ranges, idempotency));
    if (found === undefined) return undefined;
    return found.same ? replay(stream, found.request) : { outcome: 'key-reused' };
  };

  return {
    execute,
    repeat,
    refusal,
    known: (id) => residents.get(streamOf(aggregate, id))?.now(),
    read,
    readCurrent: async (id) => {
      await tail.prove();
      return read(id);
    },
    readAt: (id, wanted) => foldWhile(streamOf(aggregate, id), ({ revision }) => revision <= wanted),
    readAsOf: (id, asOf) => foldWhile(streamOf(aggregate, id), (place) => isWithin(asOf, place)),
  };
};

const readAny = <Event extends AnyEvent>(
  aggregate: Pick<Aggregate<never, never, Event, never>, 'events'>,
  recorded: RecordedEvent,
): Event | StreamEvent =>
  readEventOf(aggregate, recorded) ?? decodeEvent<StreamEvent>(streamEvents, recorded);
