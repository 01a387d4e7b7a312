interface Asked {
  readonly state: {
    readonly status: 'pending' | 'error' | 'success';
    /** In milliseconds; 0: never. */
    readonly dataUpdatedAt: number;
    readonly errorUpdatedAt: number;
  };
}

const pauseMsMax = 60_000;

/**
 * How long until a query asks again. While the server is away: as long again as it has been away, at most a minute. A page that is
 * hidden does not ask at all; that is the query client's own rule.
 */
export const pollEvery =
  (everyMs: number) =>
  ({ state: { status, dataUpdatedAt, errorUpdatedAt } }: Asked): number =>
    status === 'error' ? Math.min(pauseMsMax, Math.max(everyMs, errorUpdatedAt - dataUpdatedAt)) : everyMs;
