/** Keys by purpose. */
export interface ApiSecrets {
  readonly holdToken: Uint8Array;
  readonly idempotency: Uint8Array;
  readonly bookingAccess: Uint8Array;
  readonly guestSession: Uint8Array;
  readonly sessions: Uint8Array;
  /** Of entries and admissions. */
  readonly queue: Uint8Array;
  /** Of addresses in the security log. */
  readonly securityLog: Uint8Array;
  /** Under which people are named in events. */
  readonly guestIdentity: Uint8Array;
  /** Of earlier secrets, the latest first. What was issued under them stays valid. */
  readonly older?: readonly Omit<ApiSecrets, 'older'>[];
}

/** The current key of a purpose, then those of older secrets. */
export const everyKey = (
  secrets: ApiSecrets,
  purpose: Exclude<keyof ApiSecrets, 'older'>,
): readonly [Uint8Array, ...Uint8Array[]] => [
  secrets[purpose],
  ...(secrets.older ?? []).map((older) => older[purpose]),
];
