/** A command runner over one kind of stream: a bounded cache of live streams, fed by the log's tail. */
import { LRUCache } from 'lru-cache';
import type { AnyEvent, AnyRejection } from '../../domain/kernel/decider.ts';
import { EventStoreUnavailable, type RecordedEvent } from '../../ports/EventStore.ts';
import type { CommandRunner } from './CommandRunner.ts';
import type { StreamDecider } from './decideBatch.ts';
import { findRemembered } from './findRemembered.ts';
import { createLiveStream, type LiveStream, type LiveStreamDeps } from './LiveStream.ts';
import type { CommandContext, Outcome } from './Outcome.ts';
import { emptyFold, loadFold, type RememberedRequest, type StreamFold } from './StreamFold.ts';
import { latestSnapshot } from './snapshots.ts';

export const createRunner = <State, Command, Event extends AnyEvent, Rejection extends AnyRejection>(
  category: string,
  decider: StreamDecider<State, Command, Event, Rejection>,
  residentsMax: number,
  deps: LiveStreamDeps,
): CommandRunner<State, Command, Rejection> => {
  type Live = LiveStream<State, Command, Rejection>;
  const { events, tail } = deps;
  const residents = new LRUCache<string, Live>({ max: residentsMax });
  /** Streams being loaded, with what the tail brought meanwhile. */
  const loading = new Map<string, { readonly live: Promise<Live>; readonly heard: RecordedEvent[] }>();
  const streamOf = (id: string): string => `${category}-${id}`;

  tail.listen((recorded) => {
    loading.get(recorded.stream)?.heard.push(recorded);
    residents.peek(recorded.stream)?.receive(recorded);
  });

  const load = async (stream: string, heard: readonly RecordedEvent[]): Promise<Live> => {
    const { initialState, snapshot } = decider;
    const shortcut = snapshot === undefined ? undefined : () => latestSnapshot(snapshot, events, stream);
    const fold = await loadFold(decider, events, stream, emptyFold(initialState), { shortcut });
    const live = createLiveStream(stream, decider, fold, deps, (request) => replay(stream, request));
    for (const recorded of heard) live.receive(recorded);
    // What does not exist is not kept, or made-up ids would push the hot showtimes out of memory.
    if (fold.revision >= 0) residents.set(stream, live);
    return live;
  };

  const resident = (stream: string): Promise<Live> => {
    const live = residents.get(stream);
    if (live !== undefined) return Promise.resolve(live);
    const under = loading.get(stream);
    if (under !== undefined) return under.live;
    const heard: RecordedEvent[] = [];
    const loaded = load(stream, heard).finally(() => loading.delete(stream));
    loading.set(stream, { live: loaded, heard });
    return loaded;
  };

  const foldUntil = (
    stream: string,
    beyond: (recorded: RecordedEvent) => boolean,
  ): Promise<StreamFold<State>> =>
    loadFold(decider, events, stream, emptyFold(decider.initialState), { beyond });

  /** The first answer again: the fold as it was, and the events that the request caused. */
  const replay = async (stream: string, request: RememberedRequest): Promise<Outcome<State, Rejection>> => {
    const { firstRevision, lastRevision } = request;
    const fold = await foldUntil(stream, ({ revision }) => revision > lastRevision);
    const caused = await events.readStream(stream, {
      fromRevision: firstRevision,
      maxCount: lastRevision - firstRevision + 1,
    });
    const { state, revision, position } = fold;
    return { outcome: 'done', state, revision, events: caused, position, replayed: true };
  };

  const execute = async (
    id: string,
    command: Command,
    context: CommandContext,
  ): Promise<Outcome<State, Rejection>> => {
    const stream = streamOf(id);
    try {
      const live = await resident(stream);
      const outcome = await live.submit(command, context);
      if (outcome.outcome === 'done' && outcome.revision >= 0) residents.set(stream, live);
      return outcome;
    } catch (error) {
      if (!(error instanceof EventStoreUnavailable)) throw error;
      return { outcome: 'unavailable', why: error.message, retryAfterMs: 2_000 };
    }
  };

  const repeat = async (
    id: string,
    { idempotency }: CommandContext,
  ): Promise<Outcome<State, Rejection> | undefined> => {
    if (idempotency === undefined) return undefined;
    const stream = streamOf(id);
    const { remembered } = await (await resident(stream)).current();
    const found = findRemembered(remembered, idempotency);
    if (found === undefined) return undefined;
    return found.same ? replay(stream, found.request) : { outcome: 'key-reused' };
  };

  return {
    category,
    execute,
    repeat,
    read: async (id) => (await resident(streamOf(id))).current(),
    readAt: (id, revision) => foldUntil(streamOf(id), (recorded) => recorded.revision > revision),
    readAsOf: (id, instantMs) => foldUntil(streamOf(id), (recorded) => Date.parse(recorded.at) > instantMs),
  };
};
