import type { Clock } from '../ports/Clock.ts';
import { type EventStore, EventStoreUnavailable, LogReplaced } from '../ports/EventStore.ts';
import type { LogStanding } from '../ports/LogStanding.ts';
import type { AdapterLogger } from './AdapterLogger.ts';
import { guard } from './guard.ts';

/** Between two probes; also the longest time that a probe may take. */
const probeEveryMs = 1_000;

export interface GuardedLogOptions {
  readonly clock: Clock;
  readonly logger: AdapterLogger;
  /** Called once. Every call is refused from then on. */
  readonly onReplaced: (error: LogReplaced) => void;
  readonly probeEveryMs?: number;
}

export interface GuardedLog extends EventStore, LogStanding {
  /** The log may be there again: it is asked without waiting for the next probe. */
  askNow(): void;
}

class Unanswered extends EventStoreUnavailable {}

/** Only a probe opens the breaker, because a call has its own resends. An append that waits goes on: its outcome is unknown. */
export const guardLog = (events: EventStore, options: GuardedLogOptions): GuardedLog => {
  const { clock, logger, onReplaced, probeEveryMs: everyMs = probeEveryMs } = options;
  const waiting = new Set<(error: EventStoreUnavailable) => void>();
  let answeredAtMs = clock.nowMs();
  let answers = 0;
  let probing: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let asksAgain = false;
  const leftAlone = (cause?: unknown) =>
    new EventStoreUnavailable('the event log is away, and is left alone for a moment', { cause });

  const answered = (): void => {
    answeredAtMs = clock.nowMs();
    answers += 1;
  };
  let answersBefore = 0;
  const { state, run } = guard({
    // The pause between probes is the timer's, so that each may be made.
    ...{ withinMs: everyMs, failuresMax: 1, openMs: 0 },
    // A probe may wait behind many calls. If they are answered meanwhile, the log is there.
    isOutage: (error) => !(error instanceof Unanswered && answers > answersBefore),
    unanswered: (cause) => new Unanswered(`the event log gave no answer within ${everyMs} ms`, { cause }),
    leftAlone,
    onAway: (err) => {
      logger.error({ err }, 'the event log is away: seats cannot be sold until it answers again');
      for (const giveUp of waiting) giveUp(leftAlone(err));
      waiting.clear();
    },
    onBack: () => logger.info({}, 'the event log answers again'),
  });
  const isAway = (): boolean => state() !== 'closed';

  const probe = async (): Promise<void> => {
    answersBefore = answers;
    await run(() => events.verify()).then(answered, (error: unknown) => {
      if (!(error instanceof LogReplaced)) return;
      closed = true;
      onReplaced(error);
    });
  };
  const probeNow = (): void => {
    if (closed) return;
    clearTimeout(timer);
    probing ??= probe().finally(() => {
      probing = undefined;
      if (!closed) timer = setTimeout(probeNow, asksAgain && isAway() ? 0 : everyMs).unref();
      asksAgain = false;
    });
  };
  timer = setTimeout(probeNow, everyMs).unref();

  const watched = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    if (isAway()) throw leftAlone();
    try {
      const answer = await call();
      answered();
      return answer;
    } catch (error) {
      if (error instanceof EventStoreUnavailable) probeNow();
      throw error;
    }
  };
  const givenUpWhenAway = <Answer>(call: () => Promise<Answer>): Promise<Answer> =>
    new Promise((resolve, reject) => {
      waiting.add(reject);
      watched(call)
        .then(resolve, reject)
        .finally(() => waiting.delete(reject));
    });

  return {
    logId: events.logId,
    consecutivePositions: events.consecutivePositions,
    readsAreCurrent: events.readsAreCurrent,
    isAway,
    askNow: () => {
      // The probe under way may have begun too early to be answered.
      asksAgain = probing !== undefined;
      probeNow();
    },
    answeredAtMs: () => answeredAtMs,
    append: (append) => watched(() => events.append(append)),
    readStream: (...range) => givenUpWhenAway(() => events.readStream(...range)),
    readAll: (...range) => givenUpWhenAway(() => events.readAll(...range)),
    head: () => givenUpWhenAway(() => events.head()),
    verify: (reaching) => givenUpWhenAway(() => events.verify(reaching)),
    confirmHead: () => givenUpWhenAway(() => events.confirmHead()),
    subscribe: (...what) => events.subscribe(...what),
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await probing;
      await events.close();
    },
  };
};
