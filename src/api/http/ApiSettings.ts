export interface ApiSettings {
  /** Requests per address block, lane and minute; none when absent. */
  readonly rateLimit?: { readonly max: number; readonly exemptLoopback: boolean };
  /** Browsing and the back office are shed while the event loop lags more than this, selling at four times as much. */
  readonly eventLoopDelayMsMax: number;
  /** Whose `X-Forwarded-For` is believed: the last `hops` senders, or those of these addresses and CIDR ranges. */
  readonly trustedProxies: { readonly hops: number } | { readonly ranges: readonly string[] };
  /** Origins whose pages may read the answers, or `*` for any; none when absent. */
  readonly corsOrigins?: readonly string[];
  /** Whether showtimes with a queue are sold to everyone while the store of waiting rooms is unavailable. */
  readonly openWithoutWaitingRoom: boolean;
  /** Whether operators have a listener of their own. */
  readonly opsApart?: boolean;
  /** Whether every write is refused. */
  readonly readOnly: boolean;
  /** Of this program, as its documentation shows it. */
  readonly version: string;
}
