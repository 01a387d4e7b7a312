/**
 * One resident stream and its mailbox. Commands that queue while an append is in flight are decided together, in
 * order, against the state in memory, and appended as one batch; the expected revision is the only fence. A
 * refusal comes from memory, once the node is known to be up to date.
 */
import type { Aggregate } from '../../domain/kernel/aggregate.ts';
import type { AnyCommand, AnyEvent, AnyRejection, RejectionsBy } from '../../domain/kernel/decider.ts';
import type { StreamEvent } from '../../domain/kernel/streamEvents.ts';
import type { SteadyClock } from '../../ports/Clock.ts';
import {
  type AppendResult,
  type EventStore,
  EventStoreUnavailable,
  type Position,
  positionBefore,
  type RecordedEvent,
} from '../../ports/EventStore.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import { type Decided, decideBatch, type Waiting } from './decideBatch.ts';
import type { LogTail } from './LogTail.ts';
import type { CommandContext, Outcome } from './Outcome.ts';
import { foldDecided, foldEvent, loadFold, type RememberedRequest, type StreamFold } from './StreamFold.ts';
import { snapshotsDue, takeSnapshot } from './snapshots.ts';
import { createTurnTaking } from './turnTaking.ts';

export interface LiveStreamDeps {
  readonly events: EventStore;
  readonly tail: LogTail;
  readonly clock: SteadyClock;
  readonly ids: IdSource;
  readonly logger: {
    warn(details: object, message: string): void;
    error(details: object, message: string): void;
  };
}

const liveStreamLimits = {
  /** Commands waiting for one stream; one more is told to come back. */
  mailboxMax: 20_000,
  /** Commands decided for one append. */
  batchCommandsMax: 512,
  /** How long a batch is decided again after conflicts. */
  conflictRetryMs: 2_000,
} as const;

/** A stream that grows faster than it can be read this many times over is left for the next caller. */
const readOnPassesMax = 10;

/** Where a batch went: the revision before it, and the position of each of its events. */
interface Stored {
  readonly after: number;
  readonly positions: readonly Position[];
}

export interface LiveStreamOptions<Rejection> {
  /**
   * Refusals that may be given from memory up to a quarter of a second old, because there are so many of them and the
   * caller would lose the race anyway. All others are given from what the log holds when they are given.
   */
  readonly refusesFromMemory?: (rejection: Rejection) => boolean;
}

export interface LiveStream<
  State,
  Command extends AnyCommand,
  Event extends AnyEvent,
  Rejections extends RejectionsBy<Command>,
> {
  /** The stream as known here; reads on first if it is known to be behind. Throws EventStoreUnavailable. */
  current(): Promise<StreamFold<State>>;
  /** Takes an event from the log's tail; older ones are ignored, after a gap the stream is read on. */
  receive(recorded: RecordedEvent): void;
  /** No event is received any more: from now on the stream is read on before each use. */
  detach(): void;
  submit<C extends Command>(
    command: C,
    context: CommandContext,
  ): Promise<Outcome<State, Rejections[C['type']], Event | StreamEvent>>;
}

export const createLiveStream = <
  State,
  Command extends AnyCommand,
  Event extends AnyEvent,
  Rejections extends RejectionsBy<Command>,
>(
  stream: string,
  aggregate: Aggregate<State, Command, Event, Rejections>,
  loaded: StreamFold<State>,
  deps: LiveStreamDeps,
  {
    refusesFromMemory,
    replay,
  }: LiveStreamOptions<Rejections[Command['type']]> & {
    /** The first answer to a request that the stream remembers. */
    readonly replay: (request: RememberedRequest) => Promise<Outcome<State, never, Event | StreamEvent>>;
  },
): LiveStream<State, Command, Event, Rejections> => {
  type Rejection = Rejections[Command['type']];
  type Entry = Waiting<State, Command, Event, Rejection>;
  type Verdicts = readonly Decided<State, Command, Event, Rejection>[];
  const { events: store, tail, clock } = deps;
  const turns = createTurnTaking(clock);
  const running = new Map<string, string>();
  let fold = loaded;
  let mailbox: Entry[] = [];
  let draining = false;
  let appending = false;
  /** The fold is always a true beginning of the stream; this says that the log may hold more. */
  let behind = false;
  let attached = true;
  let readingOn: Promise<void> | undefined;

  const receive = (recorded: RecordedEvent): void => {
    if (recorded.revision <= fold.revision) return;
    if (recorded.revision > fold.revision + 1) {
      behind = true;
      return;
    }
    if (!appending) turns.heardOthers();
    try {
      fold = foldEvent(aggregate, fold, recorded);
    } catch (error) {
      // This stream stops here, for everybody who asks it something; the tail and all other streams go on.
      behind = true;
      deps.logger.error({ stream, revision: recorded.revision, err: error }, 'an event cannot be read');
    }
  };

  const readOn = async (): Promise<void> => {
    for (let pass = 0; (behind || pass === 0) && pass < readOnPassesMax; pass += 1) {
      // Cleared first: an event that comes during the reading and leaves a gap sets it again.
      behind = false;
      const further = await loadFold(aggregate, store, stream, fold).catch((error: unknown) => {
        behind = true;
        throw error;
      });
      if (further.revision > fold.revision) fold = further;
    }
  };

  const current = async (): Promise<StreamFold<State>> => {
    if (behind || !attached || readingOn !== undefined) {
      readingOn ??= readOn().finally(() => {
        readingOn = undefined;
      });
      await readingOn;
    }
    return fold;
  };

  const submit = <C extends Command>(
    command: C,
    context: CommandContext,
  ): Promise<Outcome<State, Rejections[C['type']], Event | StreamEvent>> => {
    const key = context.idempotency;
    const other = key === undefined ? undefined : running.get(key.key);
    if (key !== undefined && other !== undefined) {
      return Promise.resolve({ outcome: other === key.body ? 'in-progress' : 'key-reused' });
    }
    if (mailbox.length >= liveStreamLimits.mailboxMax) {
      return Promise.resolve({
        outcome: 'unavailable',
        why: 'too many commands are waiting',
        retryAfterMs: 1_000,
      });
    }
    if (key !== undefined) running.set(key.key, key.body);
    const answered = new Promise<Outcome<State, Rejections[C['type']], Event | StreamEvent>>(
      (answer, fail) => {
        const waiting: Waiting<State, C, Event, Rejections[C['type']]> = { command, context, answer, fail };
        mailbox.push(waiting);
      },
    );
    if (!draining) {
      draining = true;
      queueMicrotask(drain);
    }
    return key === undefined ? answered : answered.finally(() => running.delete(key.key));
  };

  const drain = async (): Promise<void> => {
    while (mailbox.length > 0) {
      await turns.yieldIfDue();
      const batch = mailbox.slice(0, liveStreamLimits.batchCommandsMax);
      mailbox = mailbox.slice(batch.length);
      try {
        const left = await runBatch(batch);
        mailbox = [...left, ...mailbox];
      } catch (error) {
        behind = true;
        for (const entry of batch) failed(entry, error);
      }
    }
    draining = false;
  };

  /** Decides, appends, answers. Returns the commands that did not fit and go first into the next batch. */
  const runBatch = async (batch: readonly Entry[]): Promise<readonly Entry[]> => {
    const giveUpAtMs = clock.steadyMs() + liveStreamLimits.conflictRetryMs;
    const known = { newerThanRequests: false };
    do {
      const base = await current();
      const { decided, left } = decideBatch(aggregate, base, batch, deps);
      const stored = await settle(decided, base, known);
      if (stored !== undefined) {
        answerAll(decided, stored);
        return left;
      }
    } while (clock.steadyMs() < giveUpAtMs);
    for (const entry of batch) {
      entry.answer({ outcome: 'unavailable', why: 'others were faster for too long', retryAfterMs: 1_000 });
    }
    return [];
  };

  /**
   * A refused request with a key may repeat what another node has just done, and a hold that is unknown here may have
   * just been made there: what is known has to be newer than the request. Only refusals that the decider names may
   * rest on memory. Once is enough for a batch, however often it is decided.
   */
  const confirm = async (decided: Verdicts, known: { newerThanRequests: boolean }): Promise<void> => {
    const mustBeSure = ({ waiting, verdict }: Verdicts[number]): boolean =>
      verdict.kind === 'rejected' &&
      (waiting.context.idempotency !== undefined || refusesFromMemory?.(verdict.rejection) !== true);
    if (known.newerThanRequests || !decided.some(mustBeSure)) return await tail.confirmFresh();
    await tail.confirmNow();
    known.newerThanRequests = true;
  };

  /**
   * Makes the decisions true: appended, or confirmed to rest on the log's last word. The events as they stand in
   * the log, or undefined when everything must be decided again.
   */
  const settle = async (
    decided: Verdicts,
    base: StreamFold<State>,
    known: { newerThanRequests: boolean },
  ): Promise<Stored | undefined> => {
    const accepted = decided.flatMap(({ verdict }) => (verdict.kind === 'accepted' ? [verdict] : []));
    const appended = accepted.flatMap(({ events }) => events);
    const last = accepted.at(-1);
    if (last === undefined || appended.length === 0) {
      const hearing = attached;
      await confirm(decided, known);
      return behind || attached !== hearing || fold.revision !== base.revision
        ? undefined
        : { after: base.revision, positions: [] };
    }
    const startedAtMs = clock.steadyMs();
    appending = true;
    const result = await store
      .append({ stream, expected: expectation(base.revision), events: appended })
      .finally(() => {
        appending = false;
      });
    if (result.outcome === 'conflict') {
      turns.heardOthers();
      for (const event of result.missed) receive(event);
      if (fold.revision < result.actual) behind = true;
      return undefined;
    }
    turns.appended(clock.steadyMs() - startedAtMs, accepted.length);
    // The tail may have brought our own events already; what it has not, the decisions themselves bring.
    if (fold.revision < result.revision) fold = foldDecided(base, last.state, appended, result.position);
    if (snapshotsDue(result.revision) > snapshotsDue(base.revision)) void keepSnapshot(fold);
    return { after: base.revision, positions: await positionsOf(result, appended.length, accepted.length) };
  };

  const keepSnapshot = async (grown: StreamFold<State>): Promise<void> => {
    if (aggregate.snapshot === undefined) return;
    const failure = await takeSnapshot(aggregate.snapshot, deps, stream, grown);
    if (failure !== undefined)
      deps.logger.error(
        { stream, err: failure },
        'no snapshot could be kept: loading this stream takes longer',
      );
  };

  /** One command's events end at the answer's position; of several, each must be told its own. */
  const positionsOf = async (
    { revision, position }: AppendResult & { outcome: 'appended' },
    size: number,
    commands: number,
  ): Promise<readonly Position[]> => {
    if (store.consecutivePositions) {
      return Array.from({ length: size }, (_, place) => positionBefore(position, size - 1 - place));
    }
    if (commands === 1) return new Array<Position>(size).fill(position);
    const stored = await store.readStream(stream, { fromRevision: revision - size + 1, maxCount: size });
    return stored.map((event) => event.position);
  };

  const answerAll = (decided: Verdicts, { after, positions }: Stored): void => {
    let taken = 0;
    for (const { waiting, verdict } of decided) {
      if (verdict.kind === 'rejected') {
        waiting.answer({ outcome: 'rejected', rejection: verdict.rejection });
      } else if (verdict.kind === 'answered-before') {
        replay(verdict.request).then(waiting.answer, waiting.fail);
      } else if (verdict.kind === 'key-reused') {
        waiting.answer({ outcome: 'key-reused' });
      } else if (verdict.kind === 'failed') {
        waiting.fail(verdict.error);
      } else {
        const first = taken;
        taken += verdict.events.length;
        const events = verdict.events.map((event, place) => ({
          ...event,
          stream,
          revision: after + 1 + first + place,
          position: positions[first + place] ?? fold.position,
        }));
        waiting.answer({
          outcome: 'done',
          state: verdict.state,
          revision: after + taken,
          events,
          position: events.at(-1)?.position ?? latest(tail.position(), fold.position),
          replayed: false,
        });
      }
    }
  };

  const detach = (): void => {
    attached = false;
  };

  return { current, receive, detach, submit };
};

/** An away log is an outcome; anything else is a bug and is thrown at whoever asked. */
const failed = <State, Rejection extends AnyRejection>(
  entry: {
    readonly answer: (outcome: Outcome<State, Rejection>) => void;
    readonly fail: (error: unknown) => void;
  },
  error: unknown,
): void => {
  if (error instanceof EventStoreUnavailable) {
    entry.answer({ outcome: 'unavailable', why: error.message, retryAfterMs: 2_000 });
  } else {
    entry.fail(error);
  }
};

/** The tail may not have heard yet of what this node appended itself. */
const latest = (one: Position, other: Position): Position => (one > other ? one : other);

const expectation = (revision: number): number | 'no-stream' => (revision === -1 ? 'no-stream' : revision);
