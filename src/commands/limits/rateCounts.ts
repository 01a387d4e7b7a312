import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { BudgetKeeper } from './budgetKeeper.ts';

const keysMaxDefault = 50_000;
const tellEveryMs = 100;
export const rateWindowMs = 60_000;
export const hourWindowMs = 3_600_000;

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
  /** `max`: what the key may cost; counts far below it are not told. */
  count(key: string, cost: number, max: number, nowMs: number): RateCount;
  /** Counts and remembers nothing. */
  used(key: string, nowMs: number): RateCount;
}

/** Of `max`; a node tells the others when it has counted so much more. */
const untoldShare = 0.02;

/**
 * Costs per key and fixed window, of a minute where no other is given. A node tells the others of a key at most every 100 ms.
 * `shared` is undefined where one program is the whole system. Of more than `keysMax` keys the least recent are forgotten.
 */
export const createRateCounts = (
  shared: Pick<BudgetKeeper, 'ledger' | 'charge' | 'exchangeSoon'> | undefined,
  windowMs = rateWindowMs,
  keysMax = keysMaxDefault,
): RateCounts => {
  const node = randomUUID();
  const counts = new LRUCache<string, Counted>({ max: keysMax });

  const onOthers = (
    { ledger, charge }: NonNullable<typeof shared>,
    name: string,
    counted: Counted,
    { max, windowEndMs }: { readonly max: number; readonly windowEndMs: number },
  ): number => {
    const others = ledger.sumOf(name) - counted.told;
    const isNews = counted.own - counted.told >= Math.max(1, max * untoldShare);
    if (isNews && performance.now() - counted.toldAtMs >= tellEveryMs) {
      charge({ id: `${node} ${name}`, untilMs: windowEndMs, amounts: new Map([[name, counted.own]]) });
      counted.told = counted.own;
      counted.toldAtMs = performance.now();
    }
    return others;
  };

  const windowAt = (nowMs: number) => {
    const window = Math.floor(nowMs / windowMs);
    return { window, windowEndMs: (window + 1) * windowMs };
  };

  return {
    used: (key, nowMs) => {
      const { window, windowEndMs } = windowAt(nowMs);
      const known = counts.get(key);
      const { own, told } = known?.window === window ? known : { own: 0, told: 0 };
      const others = (shared?.ledger.sumOf(`${key} ${window}`) ?? 0) - told;
      return { used: others + own, windowEndMs };
    },
    count: (key, cost, max, nowMs) => {
      const { window, windowEndMs } = windowAt(nowMs);
      let counted = counts.get(key);
      if (counted?.window !== window) {
        counted = { window, own: 0, told: 0, toldAtMs: Number.NEGATIVE_INFINITY };
        counts.set(key, counted);
      }
      counted.own += cost;
      if (shared === undefined) return { used: counted.own, windowEndMs };
      shared.ledger.lapse(nowMs);
      shared.exchangeSoon();
      const others = onOthers(shared, `${key} ${window}`, counted, { max, windowEndMs });
      return { used: others + counted.own, windowEndMs };
    },
  };
};
