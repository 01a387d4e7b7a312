const searchTurnLimits = {
  perAddressMax: 8,
  waitMs: 1_000,
  waitingPerAddressMax: 64,
} as const;

/** As many searches of the address run and wait as may. */
export class SearchBusy extends Error {
  override readonly name = 'SearchBusy';
}

export class SearchSuperseded extends Error {
  override readonly name = 'SearchSuperseded';
}

export interface Searcher {
  readonly address: string;
  /** Of whom a newer search cancels this one. */
  readonly caller: string;
}

export interface SearchTurns {
  /**
   * Runs the search when it is the turn of its address. The signal is aborted when its answer is of no use any more. Throws
   * SearchBusy, SearchSuperseded, and what the search throws.
   */
  run<Answer>(
    searcher: Searcher,
    search: (signal: AbortSignal) => Promise<Answer>,
    left?: AbortSignal,
  ): Promise<Answer>;
}

interface Address {
  running: number;
  readonly waiting: Set<() => void>;
}

export const createSearchTurns = (): SearchTurns => {
  const addresses = new Map<string, Address>();
  const latest = new Map<string, AbortController>();

  const addressOf = (name: string): Address => {
    const known = addresses.get(name) ?? { running: 0, waiting: new Set() };
    addresses.set(name, known);
    return known;
  };
  const leave = (name: string, address: Address): void => {
    const [next] = address.waiting;
    if (next === undefined) address.running -= 1;
    else next();
    if (address.running === 0) addresses.delete(name);
  };
  const takeTurn = (address: Address, signal: AbortSignal): Promise<void> => {
    if (address.running < searchTurnLimits.perAddressMax) {
      address.running += 1;
      return Promise.resolve();
    }
    if (address.waiting.size >= searchTurnLimits.waitingPerAddressMax) throw new SearchBusy();
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', give);
        address.waiting.delete(go);
      };
      const go = (): void => {
        stop();
        resolve();
      };
      const give = (): void => {
        stop();
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        stop();
        reject(new SearchBusy());
      }, searchTurnLimits.waitMs);
      signal.addEventListener('abort', give, { once: true });
      address.waiting.add(go);
    });
  };

  const aborted = (signal: AbortSignal): { readonly promise: Promise<never>; stop(): void } => {
    const { promise, reject } = Promise.withResolvers<never>();
    const tell = (): void => reject(signal.reason);
    signal.addEventListener('abort', tell, { once: true });
    promise.catch(() => undefined);
    return { promise, stop: () => signal.removeEventListener('abort', tell) };
  };

  return {
    run: async ({ address: name, caller }, search, left) => {
      const superseding = new AbortController();
      latest.get(caller)?.abort(new SearchSuperseded());
      latest.set(caller, superseding);
      const signal = left === undefined ? superseding.signal : AbortSignal.any([superseding.signal, left]);
      try {
        const address = addressOf(name);
        await takeTurn(address, signal);
        const cancelled = aborted(signal);
        // The turn lasts as long as the work, also when its answer is not waited for.
        const work = search(signal).finally(() => leave(name, address));
        work.catch(() => undefined);
        return await Promise.race([work, cancelled.promise]).finally(cancelled.stop);
      } finally {
        if (latest.get(caller) === superseding) latest.delete(caller);
      }
    },
  };
};
