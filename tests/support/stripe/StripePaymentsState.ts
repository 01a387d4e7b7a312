/**
 * PaymentIntents and refunds as the stand-in for Stripe keeps them: what each request does to them and is answered.
 * HTTP, keys and faults are the server's business.
 */
import { randomBytes } from 'node:crypto';

export type Form = ReadonlyMap<string, string>;

export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** Turned down before anything was done: not remembered under its key. */
  readonly unsaved?: true;
}

interface Intent {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly paymentMethod: string;
  status:
    | 'requires_action'
    | 'requires_capture'
    | 'requires_payment_method'
    | 'processing'
    | 'succeeded'
    | 'canceled';
  amountReceived: number;
  readonly metadata: Record<string, string>;
  readonly createdMs: number;
}

interface Refund {
  readonly id: string;
  readonly intentId: string;
  readonly amount: number;
  readonly status: 'succeeded' | 'failed';
  readonly createdMs: number;
  readonly metadata: Readonly<Record<string, string>>;
}

/** The payment methods that it knows; any other is missing. The first two are Stripe's own for tests. */
export const standInTokens = {
  ok: 'pm_card_visa',
  declined: 'pm_card_chargeDeclined',
  slow: 'pm_slow',
  unanswered: 'pm_unanswered',
  captureFails: 'pm_capture_fails',
  refundFails: 'pm_refund_fails',
  asksHolder: 'pm_card_threeDSecure2Required',
} as const;

const statusOfToken: ReadonlyMap<string, Intent['status']> = new Map([
  [standInTokens.slow, 'processing'],
  [standInTokens.declined, 'requires_payment_method'],
  [standInTokens.asksHolder, 'requires_action'],
]);
const knownTokens: ReadonlySet<string> = new Set(Object.values(standInTokens));
const slowMs = 6_000;
const failedRefunds = 2;

const turnedDown = (status: number, code: string, message: string, param?: string): Reply => ({
  status,
  body: {
    error: { type: 'invalid_request_error', code, message, ...(param === undefined ? {} : { param }) },
  },
  unsaved: true,
});
const cardFault = (code: string, declineCode?: string) => ({
  type: 'card_error',
  code,
  decline_code: declineCode,
  message: 'The card was refused.',
});
const fingerprint = 'Xt5EWLLDS7FJjR1c';
const declinedCard = { type: 'card', card: { brand: 'visa', fingerprint } };
const declined = { ...cardFault('card_declined', 'generic_decline'), payment_method: declinedCard };
const cardError = (error: object): Reply => ({ status: 402, body: { error } });
const unexpectedState = (intent: Intent): Reply =>
  turnedDown(
    400,
    'payment_intent_unexpected_state',
    `This PaymentIntent has a status of ${intent.status}, in which this cannot be done.`,
  );

const createParams = new Set([
  'amount',
  'currency',
  'payment_method',
  'automatic_payment_methods[enabled]',
  'automatic_payment_methods[allow_redirects]',
  'capture_method',
  'confirm',
  'error_on_requires_action',
  'use_stripe_sdk',
  'metadata[bookingId]',
  'metadata[key]',
]);
const captureParams = new Set(['amount_to_capture', 'metadata[captureKey]']);
const refundParams = new Set(['payment_intent', 'amount', 'metadata[bookingId]', 'metadata[key]']);

const paymentMethod = (id: string): Reply => {
  if (!knownTokens.has(id))
    return turnedDown(404, 'resource_missing', 'No such PaymentMethod', 'payment_method');
  const own = id === standInTokens.declined ? declinedCard : { type: 'card', card: { fingerprint: id } };
  return { status: 200, body: { id, object: 'payment_method', ...own } };
};

const unknownParam = (form: Form, known: ReadonlySet<string>): Reply | undefined => {
  const param = [...form.keys()].find((name) => !known.has(name));
  return param === undefined
    ? undefined
    : turnedDown(400, 'parameter_unknown', `Received unknown parameter: ${param}`, param);
};

const metadataOf = (form: Form): Record<string, string> =>
  Object.fromEntries(
    [...form].flatMap(([name, value]) => {
      const key = /^metadata\[(\w+)\]$/.exec(name)?.[1];
      return key === undefined ? [] : [[key, value]];
    }),
  );

const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;

export class StripePaymentsState {
  readonly intents = new Map<string, Intent>();
  readonly refunds: Refund[] = [];
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Undefined for a path that nobody listens to. */
  answer(method: string, path: string, form: Form): Reply | undefined {
    const route = `${method} ${path}`;
    if (route === 'POST /v1/payment_intents') return this.#create(form);
    if (route === 'POST /v1/refunds') return this.#refund(form);
    if (route === 'GET /v1/refunds') return this.#listRefunds(form);
    if (route === 'GET /v1/payment_intents/search') return this.#search(form);
    const [, token] = /^\/v1\/payment_methods\/([^/]+)$/.exec(path) ?? [];
    if (method === 'GET' && token !== undefined) return paymentMethod(token);
    const [, id, verb] = /^\/v1\/payment_intents\/([^/]+)(?:\/(capture|cancel))?$/.exec(path) ?? [];
    if (id === undefined) return undefined;
    const intent = this.#find(id);
    if (intent === undefined)
      return turnedDown(404, 'resource_missing', `No such payment_intent: '${id}'`, 'intent');
    if (method === 'GET' && verb === undefined) return this.#show(intent);
    if (method === 'POST' && verb === 'capture') return this.#capture(intent, form);
    if (method === 'POST' && verb === 'cancel') return this.#cancel(intent);
    return undefined;
  }

  /** As the holder answers their bank. */
  confirm(clientSecret: string, agrees: boolean): void {
    const intent = this.#find(clientSecret.slice(0, -'_secret'.length));
    if (intent?.status !== 'requires_action') throw new Error('nothing waits for the holder');
    intent.status = agrees ? 'requires_capture' : 'requires_payment_method';
  }

  #find(id: string | undefined): Intent | undefined {
    const intent = this.intents.get(id ?? '');
    if (intent?.status === 'processing' && this.#nowMs() - intent.createdMs >= slowMs)
      intent.status = 'requires_capture';
    return intent;
  }

  #show({ id, amount, currency, status, amountReceived, metadata, createdMs }: Intent): Reply {
    const body = { id, object: 'payment_intent', amount, currency, status, metadata: { ...metadata } };
    const more = { client_secret: `${id}_secret`, created: Math.floor(createdMs / 1_000) };
    const failed = status === 'requires_payment_method' ? declined : null;
    return {
      status: 200,
      body: { ...body, ...more, amount_received: amountReceived, last_payment_error: failed },
    };
  }

  #search(form: Form): Reply {
    const [, key] = /^metadata\['key'\]:'([^']+)'$/.exec(form.get('query') ?? '') ?? [];
    const found = [...this.intents.values()].filter(({ metadata }) => metadata.key === key);
    const data = found.slice(0, Number(form.get('limit') ?? 10)).map((intent) => this.#show(intent).body);
    const list = { object: 'search_result', url: '/v1/payment_intents/search', has_more: false };
    return { status: 200, body: { ...list, data } };
  }

  #create(form: Form): Reply {
    const unknown = unknownParam(form, createParams);
    if (unknown !== undefined) return unknown;
    const amount = Number(form.get('amount'));
    if (!Number.isSafeInteger(amount) || amount < 50)
      return turnedDown(400, 'amount_too_small', 'Amount must be at least 50 cents', 'amount');
    const token = form.get('payment_method') ?? '';
    if (!knownTokens.has(token))
      return turnedDown(400, 'resource_missing', 'No such PaymentMethod', 'payment_method');
    if (form.get('capture_method') !== 'manual' || form.get('confirm') !== 'true')
      return turnedDown(400, 'parameter_missing', 'The stand-in only knows manual capture, confirmed');
    if (token === standInTokens.asksHolder && form.get('use_stripe_sdk') !== 'true')
      return cardError(cardFault('authentication_required'));
    const status = statusOfToken.get(token) ?? 'requires_capture';
    const intent: Intent = {
      id: newId('pi'),
      amount,
      currency: form.get('currency') ?? '',
      paymentMethod: token,
      status,
      amountReceived: 0,
      metadata: metadataOf(form),
      createdMs: this.#nowMs(),
    };
    this.intents.set(intent.id, intent);
    return token === standInTokens.declined ? cardError(declined) : this.#show(intent);
  }

  #capture(intent: Intent, form: Form): Reply {
    const unknown = unknownParam(form, captureParams);
    if (unknown !== undefined) return unknown;
    if (intent.status !== 'requires_capture') return unexpectedState(intent);
    const amount = Number(form.get('amount_to_capture') ?? intent.amount);
    if (amount > intent.amount)
      return turnedDown(400, 'amount_too_large', 'More than is authorized', 'amount_to_capture');
    if (intent.paymentMethod === standInTokens.captureFails) {
      intent.status = 'canceled';
      return cardError(cardFault('charge_expired_for_capture'));
    }
    intent.status = 'succeeded';
    intent.amountReceived = amount;
    Object.assign(intent.metadata, metadataOf(form));
    return this.#show(intent);
  }

  #cancel(intent: Intent): Reply {
    if (intent.status === 'succeeded' || intent.status === 'canceled') return unexpectedState(intent);
    intent.status = 'canceled';
    return this.#show(intent);
  }

  #refund(form: Form): Reply {
    const unknown = unknownParam(form, refundParams);
    if (unknown !== undefined) return unknown;
    const intent = this.#find(form.get('payment_intent'));
    if (intent?.status !== 'succeeded')
      return turnedDown(400, 'resource_missing', 'No such charge', 'payment_intent');
    const amount = Number(form.get('amount'));
    const made = this.refunds.filter(({ intentId }) => intentId === intent.id);
    const before = made.reduce((sum, each) => sum + (each.status === 'succeeded' ? each.amount : 0), 0);
    if (before === intent.amountReceived)
      return turnedDown(400, 'charge_already_refunded', 'The charge has already been refunded.');
    if (!(amount > 0 && before + amount <= intent.amountReceived))
      return turnedDown(400, 'amount_too_large', 'Refund amount is greater than what is left', 'amount');
    const metadata = metadataOf(form);
    const failedBefore = made.filter((each) => each.metadata.key === metadata.key).length;
    const isOurs = metadata.key !== undefined;
    const fails =
      isOurs && intent.paymentMethod === standInTokens.refundFails && failedBefore < failedRefunds;
    const refund: Refund = {
      id: newId('re'),
      intentId: intent.id,
      amount,
      status: fails ? 'failed' : 'succeeded',
      createdMs: this.#nowMs(),
      metadata,
    };
    this.refunds.push(refund);
    return { status: 200, body: this.#showRefund(refund) };
  }

  #showRefund({ intentId, status, createdMs, ...facts }: Refund): Record<string, unknown> {
    const { currency } = this.intents.get(intentId) ?? {};
    const refund = { ...facts, currency, created: Math.floor(createdMs / 1_000) };
    const reason = status === 'failed' ? { failure_reason: 'expired_or_canceled_card' } : {};
    return { object: 'refund', payment_intent: intentId, status, ...refund, ...reason };
  }

  #listRefunds(form: Form): Reply {
    const intentId = form.get('payment_intent') ?? '';
    if (!this.intents.has(intentId))
      return turnedDown(404, 'resource_missing', 'No such payment_intent', 'payment_intent');
    const data = this.refunds
      .filter((refund) => refund.intentId === intentId)
      .map((refund) => this.#showRefund(refund))
      .reverse()
      .slice(0, Number(form.get('limit') ?? 10));
    return { status: 200, body: { object: 'list', url: '/v1/refunds', has_more: false, data } };
  }
}
