export interface ApiSettings {
  /** Requests per caller's address and window; none when absent. */
  readonly rateLimit?: { readonly max: number; readonly windowMs: number; readonly exemptLoopback: boolean };
  /** Requests are shed while the event loop lags more than this. */
  readonly eventLoopDelayMsMax: number;
  /** Whether `X-Forwarded-For` is believed. */
  readonly trustProxy: boolean;
  /** Of this program, as its documentation shows it. */
  readonly version: string;
}
