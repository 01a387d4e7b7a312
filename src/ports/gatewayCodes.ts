/** Every word for why a payment, capture or refund failed that leaves an adapter. Nothing else of a provider's text does. */
export const gatewayCodes = [
  ...([
    'other',
    'card_declined',
    'generic_decline',
    'do_not_honor',
    'call_issuer',
    'try_again_later',
  ] as const),
  ...([
    'expired_card',
    'insufficient_funds',
    'card_velocity_exceeded',
    'withdrawal_count_limit_exceeded',
  ] as const),
  ...(['incorrect_number', 'incorrect_cvc', 'incorrect_zip', 'incorrect_address', 'incorrect_pin'] as const),
  ...([
    'invalid_number',
    'invalid_cvc',
    'invalid_expiry_month',
    'invalid_expiry_year',
    'invalid_account',
  ] as const),
  ...(['authentication_required', 'card_not_supported', 'currency_not_supported', 'not_permitted'] as const),
  ...([
    'transaction_not_allowed',
    'service_not_allowed',
    'issuer_not_available',
    'processing_error',
  ] as const),
  ...(['duplicate_transaction', 'restricted_card', 'reenter_transaction', 'testmode_decline'] as const),
  ...([
    'amount_too_large',
    'amount_too_small',
    'invalid_amount',
    'amount_not_chargeable',
    'wrong_currency',
  ] as const),
  ...(['resource_missing', 'charge_already_refunded', 'charge_disputed', 'idempotency_key_in_use'] as const),
  ...(['requires_payment_method', 'requires_action', 'requires_confirmation', 'canceled'] as const),
  ...(['expired_or_canceled_card', 'balance_insufficient', 'capture_failed', 'captured_otherwise'] as const),
  ...([
    'authorization_void',
    'authorization_voided',
    'refund_failed',
    'nothing_captured',
    'refused',
  ] as const),
  ...(['idempotency_error', 'invalid_request_error', 'customer-erased'] as const),
] as const;
export type GatewayCode = (typeof gatewayCodes)[number];

const known: ReadonlySet<string> = new Set(gatewayCodes);
const isKnown = (code: string): code is GatewayCode => known.has(code);

export const gatewayCodeOf = (given: string): GatewayCode => (isKnown(given) ? given : 'other');
