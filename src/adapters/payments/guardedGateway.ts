import { type PaymentGateway, PaymentUnanswered, PaymentUnavailable } from '../../ports/PaymentGateway.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { type GuardState, guard } from '../guard.ts';

const guardedGatewayDefaults = {
  /** Per call. */
  timeoutMs: 15_000,
  failuresMax: 5,
  openMs: 5_000,
} as const;

export interface GuardedGatewayOptions {
  readonly timeoutMs?: number;
  readonly failuresMax?: number;
  readonly openMs?: number;
  /** Default: every unavailable or unanswered call. */
  readonly isOutage?: (error: unknown) => boolean;
  readonly logger: AdapterLogger;
}

export interface GuardedGateway extends PaymentGateway {
  state(): GuardState;
}

const isFailure = (error: unknown): boolean =>
  error instanceof PaymentUnavailable || error instanceof PaymentUnanswered;

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
  const { state, run: guarded } = guard({
    ...{ withinMs: timeoutMs, failuresMax, openMs },
    isOutage: (error) => isFailure(error) && isOutage(error),
    unanswered: (cause) =>
      new PaymentUnanswered(`the payment gateway gave no answer within ${timeoutMs} ms`, { cause }),
    leftAlone: (cause) =>
      new PaymentUnavailable('the payment gateway is away, and is left alone for a moment', { cause }),
    onAway: () => logger.error({ openMs }, 'the payment gateway is away: it is left alone'),
    onBack: () => logger.info({}, 'the payment gateway answers again'),
  });

  return {
    state,
    authorize: (call) => guarded(() => gateway.authorize(call)),
    cardOf: (token) => guarded(() => gateway.cardOf(token)),
    findAuthorization: (call) => guarded(() => gateway.findAuthorization(call)),
    capture: (call) => guarded(() => gateway.capture(call)),
    voidAuthorization: (call) => guarded(() => gateway.voidAuthorization(call)),
    refund: (call) => guarded(() => gateway.refund(call)),
    refundsOf: (call) => guarded(() => gateway.refundsOf(call)),
    close: () => gateway.close(),
  };
};
