/**
 * Stands before any payment gateway: no call waits longer than a bound, and a gateway that keeps failing is left alone
 * for a while, so that callers learn at once that it is away. What is paid must not enter.
 */
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
import { type PaymentGateway, PaymentUnanswered, PaymentUnavailable } from '../../ports/PaymentGateway.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';

const guardedGatewayDefaults = {
  /** How long one call may take. */
  timeoutMs: 15_000,
  /** Calls that must fail one after the other before the gateway is left alone. */
  failuresMax: 5,
  /** How long it is left alone before one call tries it. */
  openMs: 5_000,
} as const;

export interface GuardedGatewayOptions {
  readonly timeoutMs?: number;
  readonly failuresMax?: number;
  readonly openMs?: number;
  /** Whether a failure speaks against the gateway; each unavailable or unanswered call does when absent. */
  readonly isOutage?: (error: unknown) => boolean;
  readonly logger: AdapterLogger;
}

/** `closed`: calls pass; `open`: none does; `half-open`: one tries it, and others wait for how that goes. */
export type GuardState = 'closed' | 'open' | 'half-open';

export interface GuardedGateway extends PaymentGateway {
  /** For metrics and readiness. */
  state(): GuardState;
}

const stateNames: Readonly<Record<CircuitState, GuardState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

const isFailure = (error: unknown): boolean =>
  error instanceof PaymentUnavailable || error instanceof PaymentUnanswered;

/** Closing it closes the gateway behind it. */
export const guardGateway = (
  gateway: PaymentGateway,
  {
    timeoutMs = guardedGatewayDefaults.timeoutMs,
    failuresMax = guardedGatewayDefaults.failuresMax,
    openMs = guardedGatewayDefaults.openMs,
    isOutage = isFailure,
    logger,
  }: GuardedGatewayOptions,
): GuardedGateway => {
  const bound = timeout(timeoutMs, TimeoutStrategy.Aggressive);
  const breaker = circuitBreaker(
    handleWhen((error) => isFailure(error) && isOutage(error)),
    { halfOpenAfter: openMs, breaker: new ConsecutiveBreaker(failuresMax) },
  );
  breaker.onStateChange((state) => {
    if (state === CircuitState.Open)
      logger.error({ openMs }, 'the payment gateway is away: it is left alone');
    else logger.info({}, `calls to the payment gateway: ${stateNames[state]}`);
  });

  const inTime = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    try {
      return await bound.execute(call);
    } catch (error) {
      if (!(error instanceof TaskCancelledError)) throw error;
      throw new PaymentUnanswered(`the payment gateway gave no answer within ${timeoutMs} ms`, {
        cause: error,
      });
    }
  };
  const guarded = async <Result>(call: () => Promise<Result>): Promise<Result> => {
    try {
      return await breaker.execute(() => inTime(call));
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw new PaymentUnavailable('the payment gateway is away, and is left alone for a moment', {
        cause: error,
      });
    }
  };

  return {
    state: () => stateNames[breaker.state],
    authorize: (call) => guarded(() => gateway.authorize(call)),
    capture: (call) => guarded(() => gateway.capture(call)),
    voidAuthorization: (call) => guarded(() => gateway.voidAuthorization(call)),
    refund: (call) => guarded(() => gateway.refund(call)),
    close: () => gateway.close(),
  };
};
