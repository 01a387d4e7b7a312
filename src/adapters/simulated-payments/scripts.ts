/** Behaviour by payment token. The ledger stores the name of the script, not the token. */
export const scriptNames = [
  'ok',
  'declined',
  'slow',
  'timeout',
  'capture-fails',
  'refund-fails',
  'unavailable',
] as const;

export type Script = (typeof scriptNames)[number];

const scriptsByToken: ReadonlyMap<string, Script> = new Map([
  ['tok_ok', 'ok'],
  ['tok_declined', 'declined'],
  ['tok_slow', 'slow'],
  ['tok_timeout', 'timeout'],
  ['tok_capture_fails', 'capture-fails'],
  ['tok_refund_fails', 'refund-fails'],
  ['tok_unavailable', 'unavailable'],
]);

/** Unknown tokens are declined, as by a real gateway. */
export const scriptOf = (token: string): Script => scriptsByToken.get(token) ?? 'declined';

export const scriptLimits = {
  /** `slow`: from the first call to the answer. */
  slowMs: 6_000,
  /** `timeout`: calls per key without an answer. */
  unansweredCalls: 2,
  /** `refund-fails`: calls per key that fail. */
  failedRefunds: 2,
} as const;
