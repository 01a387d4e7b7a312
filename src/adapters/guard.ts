import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
} from 'cockatiel';

/** The states of a circuit breaker. `half-open`: one call probes the engine. */
export type GuardState = 'closed' | 'open' | 'half-open';

/** When a call is let through: `any` may probe; `not-waiting` may too, but is refused while another probes. */
export type Passing = 'any' | 'not-waiting' | 'closed';

export interface GuardOptions {
  readonly withinMs: number;
  /** Consecutive failures that open the breaker. */
  readonly failuresMax: number;
  /** How long it stays open before a call probes. */
  readonly openMs: number;
  readonly isOutage: (error: unknown) => boolean;
  /** The error after `withinMs` without an answer. It must be an outage. */
  readonly unanswered: (cause: unknown) => Error;
  readonly leftAlone: (cause?: unknown) => Error;
  readonly onAway?: (cause: unknown) => void;
  readonly onBack?: () => void;
}

export interface Guard {
  state(): GuardState;
  /** Throws what the call throws, `unanswered` and `leftAlone`. A call that took too long is told so, and its result ignored. */
  run<Answer>(call: (signal: AbortSignal) => Promise<Answer>, passing?: Passing): Promise<Answer>;
}

const stateNames: Readonly<Record<CircuitState, GuardState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

export const guard = (options: GuardOptions): Guard => {
  const { withinMs, failuresMax, openMs, isOutage, unanswered, leftAlone, onAway, onBack } = options;
  // The default aborts the signal after each call as well, and each abort creates an exception.
  const bound = timeout(withinMs, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false });
  const breaker = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: openMs,
    breaker: new ConsecutiveBreaker(failuresMax),
  });
  let isAway = false;
  breaker.onBreak((reason) => {
    if (!isAway) onAway?.('error' in reason ? reason.error : undefined);
    isAway = true;
  });
  breaker.onReset(() => {
    isAway = false;
    onBack?.();
  });
  const inTime = async <Answer>(call: (signal: AbortSignal) => Promise<Answer>): Promise<Answer> => {
    try {
      return await bound.execute(({ signal }) => call(signal));
    } catch (error) {
      throw error instanceof TaskCancelledError ? unanswered(error) : error;
    }
  };
  const state = (): GuardState => stateNames[breaker.state];
  return {
    state,
    run: async (call, passing = 'any') => {
      const now = state();
      if ((passing === 'closed' && now !== 'closed') || (passing === 'not-waiting' && now === 'half-open')) {
        throw leftAlone();
      }
      try {
        return await breaker.execute(() => inTime(call));
      } catch (error) {
        throw error instanceof BrokenCircuitError ? leftAlone(error) : error;
      }
    },
  };
};
