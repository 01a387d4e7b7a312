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

/** `closed`: calls pass; `open`: none does; `half-open`: one call tries the engine. */
export type GuardState = 'closed' | 'open' | 'half-open';

/** When a call passes: `any` may be the one that tries; `not-waiting` may too, but is refused while another tries. */
export type Passing = 'any' | 'not-waiting' | 'closed';

export interface GuardOptions {
  readonly withinMs: number;
  /** Failures in a row after which the engine is left alone. */
  readonly failuresMax: number;
  /** How long it is left alone before a call tries it. */
  readonly openMs: number;
  readonly isOutage: (error: unknown) => boolean;
  /** The error of a call that gave no answer within the time. It must be an outage. */
  readonly unanswered: (cause: unknown) => Error;
  /** The error of a call that was not made. */
  readonly leftAlone: (cause?: unknown) => Error;
  /** The engine is left alone from now on. Told once, until `onBack`. */
  readonly onAway?: (cause: unknown) => void;
  readonly onBack?: () => void;
}

export interface Guard {
  state(): GuardState;
  /** Throws what the call throws, `unanswered` and `leftAlone`. A call that took too long goes on unheard. */
  run<Answer>(call: () => Promise<Answer>, passing?: Passing): Promise<Answer>;
}

const stateNames: Readonly<Record<CircuitState, GuardState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

/** Stands before an engine: a bound on every call, and a circuit breaker. */
export const guard = (options: GuardOptions): Guard => {
  const { withinMs, failuresMax, openMs, isOutage, unanswered, leftAlone, onAway, onBack } = options;
  const bound = timeout(withinMs, TimeoutStrategy.Aggressive);
  const breaker = circuitBreaker(handleWhen(isOutage), {
    halfOpenAfter: openMs,
    breaker: new ConsecutiveBreaker(failuresMax),
  });
  let isAway = false;
  breaker.onBreak((reason) => {
    // Every try that fails breaks it again.
    if (!isAway) onAway?.('error' in reason ? reason.error : undefined);
    isAway = true;
  });
  breaker.onReset(() => {
    isAway = false;
    onBack?.();
  });
  const inTime = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await bound.execute(call);
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
