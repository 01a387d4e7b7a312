import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { BudgetKeeper } from './budgetKeeper.ts';

/** The least recent are forgotten. */
const countedMax = 50_000;
const tellEveryMs = 100;
export const rateWindowMs = 60_000;

interface Counted {
  readonly window: number;
  own: number;
  told: number;
  toldAtMs: number;
}

export interface RateCount {
  /** In the window, on all nodes as far as this one knows. */
  readonly used: number;
  readonly windowEndMs: number;
}

export interface RateCounts {
  count(key: string, cost: number, nowMs: number): RateCount;
}

/** Costs per key and fixed window. A node tells the others of a key at most every 100 ms. */
export const createRateCounts = (shared: Pick<BudgetKeeper, 'ledger' | 'charge'>): RateCounts => {
  const node = randomUUID();
  const counts = new LRUCache<string, Counted>({ max: countedMax });
  return {
    count: (key, cost, nowMs) => {
      const window = Math.floor(nowMs / rateWindowMs);
      const windowEndMs = (window + 1) * rateWindowMs;
      let counted = counts.get(key);
      if (counted?.window !== window) {
        counted = { window, own: 0, told: 0, toldAtMs: Number.NEGATIVE_INFINITY };
        counts.set(key, counted);
      }
      counted.own += cost;
      shared.ledger.lapse(nowMs);
      const name = `${key} ${window}`;
      if (performance.now() - counted.toldAtMs >= tellEveryMs) {
        shared.charge({ id: `${node} ${name}`, untilMs: windowEndMs, amounts: { [name]: counted.own } });
        counted.told = counted.own;
        counted.toldAtMs = performance.now();
      }
      return { used: shared.ledger.sumOf(name) - counted.told + counted.own, windowEndMs };
    },
  };
};
