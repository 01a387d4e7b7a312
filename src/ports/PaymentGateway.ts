import type { Money } from '../domain/kernel/money.ts';
import type { GatewayCode } from './gatewayCodes.ts';

/** A card whose holder is at the page, and can be asked for 3-D Secure. With any other method a demand for it declines. */
export const cardWithHolder = 'card-3ds';

export interface PaymentCall {
  /** `<bookingId>/<attempt>/<step>`. A repeated call with the same key acts once and gets the first answer. */
  readonly key: string;
  readonly bookingId: string;
}

export interface AuthorizeCall extends PaymentCall {
  readonly amount: Money;
  readonly method: string;
  /** The gateway's token for the customer's means of payment. A secret: never logged, encrypted in the log. */
  readonly token: string;
}

export interface CaptureCall extends PaymentCall {
  readonly authorizationId: string;
  readonly amount: Money;
}

export interface VoidCall extends PaymentCall {
  readonly authorizationId: string;
}

export interface RefundCall extends PaymentCall {
  readonly captureId: string;
  readonly amount: Money;
}

export interface RefundsCall {
  readonly bookingId: string;
  readonly captureId: string;
}

export interface GatewayRefund {
  readonly refundId: string;
  readonly amount: Money;
  readonly at: string;
  /** Absent for a refund made at the gateway by hand. */
  readonly key?: string;
}

export type AuthorizeResult =
  | { readonly outcome: 'authorized'; readonly authorizationId: string }
  /** `card`: as of {@link PaymentGateway.cardOf}. */
  | { readonly outcome: 'declined'; readonly code: GatewayCode; readonly card?: string }
  /**
   * The result comes later: ask again with the same key. `action`: the customer has to confirm the payment, and their
   * browser gives this to the gateway's script. A secret of the customer's.
   */
  | { readonly outcome: 'pending'; readonly action?: string };

export type CaptureResult =
  | { readonly outcome: 'captured'; readonly captureId: string }
  | { readonly outcome: 'failed'; readonly code: GatewayCode }
  | { readonly outcome: 'pending' };

export type VoidResult =
  | { readonly outcome: 'voided' }
  /** `amount` was captured by hand at the gateway. */
  | { readonly outcome: 'captured'; readonly captureId: string; readonly amount: Money }
  | { readonly outcome: 'pending' };

export type RefundResult =
  | { readonly outcome: 'refunded'; readonly refundId: string }
  /** This attempt failed; the same key may be tried again. */
  | { readonly outcome: 'failed'; readonly code: GatewayCode }
  | { readonly outcome: 'pending' };

/** The call did not reach the gateway and has had no effect. */
export class PaymentUnavailable extends Error {
  override readonly name = 'PaymentUnavailable';
}

/** The gateway may have acted. Repeat with the same key until it answers. */
export class PaymentUnanswered extends Error {
  override readonly name = 'PaymentUnanswered';
}

/**
 * No effect: the key was used with other parameters, the authorization or capture is unknown, or the amount is too
 * large. Repeating does not help without a repair. Acts done by hand at the gateway do not cause it.
 */
export class PaymentRefused extends Error {
  override readonly name = 'PaymentRefused';
  readonly code: GatewayCode;
  constructor(
    message: string,
    { code = 'refused', ...options }: ErrorOptions & { readonly code?: GatewayCode } = {},
  ) {
    super(message, options);
    this.code = code;
  }
}

/** Every method may throw {@link PaymentUnavailable}, {@link PaymentUnanswered} and {@link PaymentRefused}. */
export interface PaymentGateway {
  /** Reserves the money. An unknown token is declined. */
  authorize(call: AuthorizeCall): Promise<AuthorizeResult>;
  /** The same for all tokens of one card; undefined where the gateway does not tell. A secret, as the token is. */
  cardOf(token: string): Promise<string | undefined>;
  /** The result of an earlier `authorize` with this key, without its token. `unknown`: there was no such call. */
  findAuthorization(call: PaymentCall): Promise<AuthorizeResult | { readonly outcome: 'unknown' }>;
  /**
   * At most the reserved amount, once. An equal capture made before, also by hand, answers `captured` unless some of it
   * was refunded. `failed`: this capture has taken nothing and never will.
   */
  capture(call: CaptureCall): Promise<CaptureResult>;
  /** Already void, expired, or captured and refunded by hand: `voided`. Else `captured`, also after refunds by key. */
  voidAuthorization(call: VoidCall): Promise<VoidResult>;
  /** At most the rest of the capture. When all of it was refunded by hand: `refunded`. */
  refund(call: RefundCall): Promise<RefundResult>;
  /** Oldest first. Throws PaymentRefused for an unknown capture. */
  refundsOf(call: RefundsCall): Promise<readonly GatewayRefund[]>;
  close(): Promise<void>;
}

export interface LedgerRow {
  readonly key: string;
  readonly bookingId: string;
  readonly kind: 'authorize' | 'capture' | 'void' | 'refund';
  /** Of a void: the reserved amount. */
  readonly amount: Money;
  readonly outcome: 'done' | 'declined' | 'failed' | 'none';
  readonly calls: number;
  /** Time of the first call, ISO 8601 UTC. */
  readonly at: string;
}

export interface RefundByHand {
  /** The same for a repeat, which acts once; `calls` of the row counts it. */
  readonly id: string;
  readonly bookingId: string;
  readonly amount: Money;
}

export interface PaymentLedger {
  /** Throws PaymentUnavailable and, with codes such as `nothing_captured`, PaymentRefused; `refused` for another call under the id. */
  refundByHand(call: RefundByHand): Promise<LedgerRow>;
  /** In the order of the first calls. Throws PaymentUnavailable. */
  ledger(bookingId: string): Promise<readonly LedgerRow[]>;
}
