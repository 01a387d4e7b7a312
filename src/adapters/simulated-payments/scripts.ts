/**
 * How the simulated gateway behaves, by the payment token it is given. The token itself goes no further than this
 * room: what is kept is the name of the script.
 */
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

/** A token that nobody gave out is declined, as a real gateway would. */
export const scriptOf = (token: string): Script => scriptsByToken.get(token) ?? 'declined';

export const scriptLimits = {
  /** `slow`: from the first call to the answer. */
  slowMs: 6_000,
  /** `timeout`: calls under one key that get no answer. */
  unansweredCalls: 2,
  /** `refund-fails`: calls under one key that fail. */
  failedRefunds: 2,
} as const;
