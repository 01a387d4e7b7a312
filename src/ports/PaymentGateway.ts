/**
 * Whoever moves the money. Every call carries a key of its own and may be repeated under it any number of times:
 * it acts once and answers as it first did. Adapters: simulated (its ledger in Postgres) and Stripe.
 */
import type { Money } from '../domain/kernel/money.ts';

export interface PaymentCall {
  /** `<bookingId>/<attempt>/<step>`: one step never uses two keys. */
  readonly key: string;
  readonly bookingId: string;
}

export interface AuthorizeCall extends PaymentCall {
  readonly amount: Money;
  /** How the customer pays, such as `card`. */
  readonly method: string;
  /** The gateway's own token for the customer's means of payment. A secret: never logged, never in clear in the log. */
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

/** A refund that stands: paid, or being paid. */
export interface GatewayRefund {
  readonly refundId: string;
  readonly amount: Money;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Of the call that made it; absent when it was made at the gateway by hand. */
  readonly key?: string;
}

export type AuthorizeResult =
  | { readonly outcome: 'authorized'; readonly authorizationId: string }
  | { readonly outcome: 'declined'; readonly code: string }
  /** The gateway has it and will answer later: ask again with the same key. */
  | { readonly outcome: 'pending' };

export type CaptureResult =
  | { readonly outcome: 'captured'; readonly captureId: string }
  | { readonly outcome: 'failed'; readonly code: string }
  | { readonly outcome: 'pending' };

export type VoidResult =
  | { readonly outcome: 'voided' }
  /** The money was taken, `amount` of it, by somebody at the gateway: whoever does not want it refunds it. */
  | { readonly outcome: 'captured'; readonly captureId: string; readonly amount: Money }
  | { readonly outcome: 'pending' };

export type RefundResult =
  | { readonly outcome: 'refunded'; readonly refundId: string }
  /** Not now; the same key may be tried again. */
  | { readonly outcome: 'failed'; readonly code: string }
  | { readonly outcome: 'pending' };

/** Nothing reached the gateway: the call has had no effect and need not be followed up. */
export class PaymentUnavailable extends Error {
  override readonly name = 'PaymentUnavailable';
}

/** No answer: the gateway may have acted. Call again with the same key until it answers. */
export class PaymentUnanswered extends Error {
  override readonly name = 'PaymentUnanswered';
}

/**
 * The call has had no effect: a key that was used with other parameters, an authorization or capture that the gateway
 * does not know, more money than there is. A bug of ours or a gateway that was swapped; repeating it helps only once
 * somebody has looked. What was done by hand at the gateway is no reason: it is answered as what it is.
 */
export class PaymentRefused extends Error {
  override readonly name = 'PaymentRefused';
  /** A short word for why, without personal data. */
  readonly code: string;
  constructor(
    message: string,
    { code = 'refused', ...options }: ErrorOptions & { readonly code?: string } = {},
  ) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Every method may throw {@link PaymentUnavailable} or {@link PaymentUnanswered} in the ordinary course of things,
 * and {@link PaymentRefused} for a call that should never have been made; nothing else.
 */
export interface PaymentGateway {
  /** Reserves the money. A token that the gateway does not know is declined. */
  authorize(call: AuthorizeCall): Promise<AuthorizeResult>;
  /**
   * The result of an earlier `authorize` under this key, for a caller that has the token no longer. `unknown`: the
   * gateway has no such call.
   */
  findAuthorization(call: PaymentCall): Promise<AuthorizeResult | { readonly outcome: 'unknown' }>;
  /**
   * Takes up to the reserved amount, once. What was taken before, under whatever key or by hand, is `captured` when it is
   * that amount and nothing was paid back of it. `failed`: this capture has taken nothing and never will; whether
   * somebody took another amount shows when the authorization is voided.
   */
  capture(call: CaptureCall): Promise<CaptureResult>;
  /**
   * Sets the reserved money free. What is void already, lapsed, or was taken and paid back by hand is `voided`; what was
   * taken is `captured`, and stays so whatever is refunded under keys of the call's booking.
   */
  voidAuthorization(call: VoidCall): Promise<VoidResult>;
  /** Pays back; the refunds of a capture never exceed it. When all of it was paid back by hand it is `refunded`. */
  refund(call: RefundCall): Promise<RefundResult>;
  /** All refunds of a capture, the oldest first. Throws PaymentRefused for a capture that the gateway does not know. */
  refundsOf(call: RefundsCall): Promise<readonly GatewayRefund[]>;
  close(): Promise<void>;
}

/** What a gateway has done under one key, as its own books have it. */
export interface LedgerRow {
  readonly key: string;
  readonly bookingId: string;
  readonly kind: 'authorize' | 'capture' | 'void' | 'refund';
  /** Of a void: what was reserved. */
  readonly amount: Money;
  /** `none`: no answer yet. */
  readonly outcome: 'done' | 'declined' | 'failed' | 'none';
  /** How often the key reached the gateway. */
  readonly calls: number;
  /** Of the first call. ISO 8601 UTC. */
  readonly at: string;
}

/** Books that may be read, kept by a gateway that is ours. */
export interface PaymentLedger {
  /**
   * Pays back `amount` of what was captured for a booking, as staff would at the gateway. Throws
   * {@link PaymentUnavailable}, and {@link PaymentRefused} with a code: `nothing_captured`, `wrong_currency`,
   * `amount_too_large`, `amount_not_chargeable`.
   */
  refundByHand(bookingId: string, amount: Money): Promise<LedgerRow>;
  /** In the order of the first calls. Throws {@link PaymentUnavailable}. */
  ledger(bookingId: string): Promise<readonly LedgerRow[]>;
}
