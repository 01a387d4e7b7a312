export interface ApiSettings {
  /** Requests per caller's address and window; none when absent. */
  readonly rateLimit?: { readonly max: number; readonly windowMs: number; readonly exemptLoopback: boolean };
  /** Requests are shed while the event loop lags more than this. */
  readonly eventLoopDelayMsMax: number;
  /** Whether `X-Forwarded-For` is believed. */
  readonly trustProxy: boolean;
  /** Origins whose pages may read the answers, or `*` for any; none when absent. */
  readonly corsOrigins?: readonly string[];
  /** Whether every write is refused. */
  readonly readOnly: boolean;
  /** Of this program, as its documentation shows it. */
  readonly version: string;
}
