import { LRUCache } from 'lru-cache';
import { type Aggregate, readEventOf } from '../../domain/kernel/aggregate.ts';
import type { AnyCommand, AnyEvent, CommandOf, RejectionsBy } from '../../domain/kernel/decider.ts';
import { decodeEvent } from '../../domain/kernel/eventDefinition.ts';
import { type StreamEvent, streamEvents } from '../../domain/kernel/streamEvents.ts';
import { streamOf } from '../../domain/kernel/streams.ts';
import { EventStoreUnavailable, type RecordedEvent } from '../../ports/EventStore.ts';
import type { CommandRunner } from './CommandRunner.ts';
import { findRemembered } from './findRemembered.ts';
import {
  createLiveStream,
  type LiveStream,
  type LiveStreamDeps,
  type LiveStreamOptions,
} from './LiveStream.ts';
import type { CommandContext, Outcome } from './Outcome.ts';
import { loadLatest } from './readStream.ts';
import { emptyFold, loadFold, type RememberedRequest, type StreamFold } from './StreamFold.ts';
import { latestSnapshot } from './snapshots.ts';

export interface RunnerOptions<Rejection> extends LiveStreamOptions<Rejection> {
  /** Streams that stay in memory. */
  readonly residentsMax: number;
}

/** Streams that were asked for and do not exist. */
const absentMax = 200;

/** A command runner over one kind of stream: a bounded cache of live streams, fed by the log's tail. */
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
  const { events, tail } = deps;
  // What was evicted hears no more of the log, though commands may still run on it.
  const dispose = (live: Live, _stream: string, reason: LRUCache.DisposeReason): void => {
    if (reason === 'evict') live.detach();
  };
  const residents = new LRUCache<string, Live>({ max: residentsMax, dispose });
  /** Streams that do not exist: apart, or made-up ids would push the hot showtimes out of memory. */
  const absent = new LRUCache<string, Live>({ max: absentMax, dispose });
  /** Streams being loaded, with what the tail brought meanwhile. */
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

  /** From the nearest snapshot before; `reaches` says whether an event or a fold is not yet too far. */
  const foldWhile = (
    stream: string,
    reaches: (place: { readonly revision: number; readonly atMs: number }) => boolean,
  ): Promise<StreamFold<State>> => {
    const { decider, snapshot } = aggregate;
    const shortcut =
      snapshot === undefined
        ? undefined
        : () =>
            latestSnapshot(snapshot, events, stream, ({ revision, lastAtMs }) =>
              reaches({ revision, atMs: lastAtMs }),
            );
    const beyond = ({ revision, at }: RecordedEvent): boolean => !reaches({ revision, atMs: Date.parse(at) });
    return loadFold(aggregate, events, stream, emptyFold(decider.initialState), { beyond, shortcut });
  };

  /** The first answer again: the fold as it was, and the events that the request caused. */
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

  const execute = async <Type extends Command['type']>(
    id: string,
    command: CommandOf<Command, Type>,
    context: CommandContext,
  ): Promise<Outcome<State, Rejections[Type], Event | StreamEvent>> => {
    const stream = streamOf(aggregate, id);
    try {
      const live = await resident(stream);
      const outcome = await live.submit(command, context);
      // Only one that has heard all of the log since it was loaded may stay.
      if (outcome.outcome === 'done' && outcome.revision >= 0 && absent.peek(stream) === live) {
        absent.delete(stream);
        residents.set(stream, live);
      }
      return outcome;
    } catch (error) {
      if (!(error instanceof EventStoreUnavailable)) throw error;
      return { outcome: 'unavailable', why: error.message, retryAfterMs: 2_000 };
    }
  };

  const repeat = async (id: string, { idempotency }: CommandContext): Promise<Replayed | undefined> => {
    if (idempotency === undefined) return undefined;
    const stream = streamOf(aggregate, id);
    const { remembered } = await (await resident(stream)).current();
    const found = findRemembered(remembered, idempotency);
    if (found === undefined) return undefined;
    return found.same ? replay(stream, found.request) : { outcome: 'key-reused' };
  };

  return {
    execute,
    repeat,
    read: async (id) => (await resident(streamOf(aggregate, id))).current(),
    readAt: (id, wanted) => foldWhile(streamOf(aggregate, id), ({ revision }) => revision <= wanted),
    readAsOf: (id, instantMs) => foldWhile(streamOf(aggregate, id), ({ atMs }) => atMs <= instantMs),
  };
};

const readAny = <Event extends AnyEvent>(
  aggregate: Pick<Aggregate<never, never, Event, never>, 'events'>,
  recorded: RecordedEvent,
): Event | StreamEvent =>
  readEventOf(aggregate, recorded) ?? decodeEvent<StreamEvent>(streamEvents, recorded);
