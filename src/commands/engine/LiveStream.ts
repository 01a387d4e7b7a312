import type { Aggregate } from '../../domain/kernel/aggregate.ts';
import type { AnyCommand, AnyEvent, RejectionsBy } from '../../domain/kernel/decider.ts';
import type { StreamEvent } from '../../domain/kernel/streamEvents.ts';
import { laterPosition, type RecordedEvent } from '../../ports/EventStore.ts';
import { type AnswerFromLog, answerDecided, type Stored } from './answerDecided.ts';
import { type BatchKnowledge, confirmRefusals } from './confirmRefusals.ts';
import { type Decided, decideBatch, type Waiting } from './decideBatch.ts';
import type { LiveStreamDeps, LiveStreamOptions } from './LiveStreamDeps.ts';
import { logAway } from './logAway.ts';
import { lookUpRequest } from './lookUpRequest.ts';
import { createMailbox } from './mailbox.ts';
import type { CommandContext, Outcome } from './Outcome.ts';
import { foldDecided, foldEvent, loadFold, type StreamFold } from './StreamFold.ts';
import { keepSnapshot, snapshotsDue } from './snapshots.ts';
import { storedPositions } from './storedPositions.ts';
import { createTurnTaking } from './turnTaking.ts';

const liveStreamLimits = {
  conflictRetryMs: 2_000,
  /** A stream that still has more events after so many reads is read on for the next caller. */
  readOnPassesMax: 10,
} as const;

export interface LiveStream<
  State,
  Command extends AnyCommand,
  Event extends AnyEvent,
  Rejections extends RejectionsBy<Command>,
> {
  /** Undefined if the stream is known to be behind. */
  now(): StreamFold<State> | undefined;
  /** As `now`; reads on first where that is undefined. Throws EventStoreUnavailable and UnreadableEvent. */
  current(): Promise<StreamFold<State>>;
  /** Takes an event from the log's tail. Older ones are ignored; after a gap the stream is read on at its next use. */
  receive(recorded: RecordedEvent): void;
  /** Says that `receive` is not called any more: from now on the stream is read on before each use. */
  detach(): void;
  submit<C extends Command>(
    command: C,
    context: CommandContext,
    recall?: (state: State) => State,
  ): Promise<Outcome<State, Rejections[C['type']], Event | StreamEvent>>;
}

/**
 * One resident stream and its mailbox. Commands that queue while an append is in flight are decided together, in order,
 * on the state in memory, and appended as one batch that expects the revision of that state.
 */
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
  }: LiveStreamOptions<Rejections[Command['type']]> &
    Pick<AnswerFromLog<State, Command, Event, Rejections[Command['type']]>, 'replay'>,
): LiveStream<State, Command, Event, Rejections> => {
  type Rejection = Rejections[Command['type']];
  type Entry = Waiting<State, Command, Event, Rejection>;
  type FromLog = AnswerFromLog<State, Command, Event, Rejection>;
  type Verdicts = readonly Decided<State, Command, Event, Rejection>[];
  const { events: store, tail, clock } = deps;
  const turns = createTurnTaking(clock);
  const mailbox = createMailbox<Entry>();
  const running = new Map<string, string>();
  let fold = loaded;
  let draining = false;
  let appending = false;
  /** The log may hold events beyond the fold. */
  let behind = false;
  let attached = true;
  let readingOn: Promise<void> | undefined;
  /** The tail may not have received yet what this node appended. */
  const furthest = () => laterPosition(tail.position(), fold.position);
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
      // Only this stream stops here; the tail and all other streams go on.
      behind = true;
      deps.logger.error({ stream, revision: recorded.revision, err: error }, 'an event cannot be read');
    }
  };

  const readOn = async (): Promise<void> => {
    for (let pass = 0; (behind || pass === 0) && pass < liveStreamLimits.readOnPassesMax; pass += 1) {
      // Cleared first: an event that comes during the reading and leaves a gap sets it again.
      behind = false;
      const further = await loadFold(aggregate, store, stream, fold).catch((error: unknown) => {
        behind = true;
        throw error;
      });
      if (further.revision > fold.revision) fold = further;
    }
  };
  const now = () => (behind || !attached || readingOn !== undefined ? undefined : fold);
  const current = async (): Promise<StreamFold<State>> => {
    if (now() === undefined) {
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
    recall?: (state: State) => State,
  ): Promise<Outcome<State, Rejections[C['type']], Event | StreamEvent>> => {
    const key = context.idempotency;
    const other = key === undefined ? undefined : running.get(key.key);
    if (key !== undefined && other !== undefined) {
      return Promise.resolve({ outcome: other === key.body ? 'in-progress' : 'key-reused' });
    }
    const nowMs = clock.steadyMs();
    if (mailbox.isClosedTo(context, nowMs)) {
      return Promise.resolve({
        outcome: 'unavailable',
        why: 'too many commands are waiting',
        retryAfterMs: 1_000,
      });
    }
    if (key !== undefined) running.set(key.key, key.body);
    const answered = new Promise<Outcome<State, Rejections[C['type']], Event | StreamEvent>>(
      (answer, fail) => {
        const waiting: Waiting<State, C, Event, Rejections[C['type']]> = {
          ...{ command, context, sinceMs: nowMs, answer, fail },
          ...(recall === undefined ? {} : { recall }),
        };
        enqueue(waiting);
      },
    );
    return key === undefined ? answered : answered.finally(() => running.delete(key.key));
  };

  const enqueue = (entry: Entry): void => {
    mailbox.put(entry);
    if (draining) return;
    draining = true;
    queueMicrotask(drain);
  };

  const lookUp: FromLog['lookUp'] = (waiting, where) =>
    lookUpRequest(store, { stream, waiting, where }, { replay, decide: enqueue });

  const drain = async (): Promise<void> => {
    while (!mailbox.isEmpty()) {
      await turns.yieldIfDue();
      const batch = mailbox.take();
      try {
        mailbox.putBack(await runBatch(batch));
      } catch (error) {
        behind = true;
        for (const { answer, fail } of batch) {
          Promise.reject(error).catch(logAway).then(answer, fail);
        }
      }
    }
    draining = false;
  };

  /** Decides, appends, answers. Returns the commands that did not fit and go first into the next batch. */
  const runBatch = async (batch: readonly Entry[]): Promise<readonly Entry[]> => {
    const giveUpAtMs = clock.steadyMs() + liveStreamLimits.conflictRetryMs;
    const known: BatchKnowledge = { newerThanRequests: false };
    do {
      const base = await current();
      const { decided, left } = decideBatch(aggregate, base, batch, deps);
      const stored = await settle(decided, base, known);
      if (stored !== undefined) {
        // What waits is decided and sent first: the log works on it while these answers are written.
        if (!mailbox.isEmpty()) setImmediate(answerDecided, decided, stored, { replay, lookUp });
        else answerDecided(decided, stored, { replay, lookUp });
        return left;
      }
    } while (clock.steadyMs() < giveUpAtMs);
    for (const entry of batch) {
      entry.answer({ outcome: 'unavailable', why: 'others were faster for too long', retryAfterMs: 1_000 });
    }
    return [];
  };

  /** Appends the batch's events, or confirms its refusals; undefined when the batch must be decided again. */
  const settle = async (
    decided: Verdicts,
    base: StreamFold<State>,
    known: BatchKnowledge,
  ): Promise<Stored | undefined> => {
    const accepted = decided.flatMap(({ verdict }) => (verdict.kind === 'accepted' ? [verdict] : []));
    const appended = accepted.flatMap(({ events }) => events);
    const last = accepted.at(-1);
    if (last === undefined || appended.length === 0) {
      const hearing = attached;
      await confirmRefusals(decided, tail, refusesFromMemory, known);
      return behind || attached !== hearing || fold.revision !== base.revision
        ? undefined
        : { stream, after: base.revision, positions: [], known: furthest() };
    }
    const startedAtMs = clock.steadyMs();
    const texts = accepted.flatMap((verdict) => verdict.texts);
    appending = true;
    const result = await store
      .append({ stream, expected: expectation(base.revision), events: appended, texts })
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
    // The tail may have brought the batch's own events already.
    if (fold.revision < result.revision)
      fold = foldDecided(aggregate, base, { state: last.state, appended, position: result.position });
    // Later, so that callers do not wait for it.
    if (snapshotsDue(result.revision) > snapshotsDue(base.revision))
      setImmediate(keepSnapshot, aggregate, deps, stream, fold);
    const positions = storedPositions(store, result, appended.length);
    return { stream, after: base.revision, positions, known: furthest() };
  };

  const detach = (): void => {
    attached = false;
  };

  return { now, current, receive, detach, submit };
};

const expectation = (revision: number): number | 'no-stream' => (revision === -1 ? 'no-stream' : revision);
