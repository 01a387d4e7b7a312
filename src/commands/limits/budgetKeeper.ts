import type { BudgetName } from '../../domain/policies/budgets.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { Charge, SharedCharges } from '../../ports/SharedCharges.ts';
import { type ChargeLedger, createChargeLedger } from './ChargeLedger.ts';

export interface Ask {
  readonly budget: BudgetName;
  readonly of: string;
  readonly amount: number;
  readonly maxOf: (used: number) => number;
}

export interface Spending {
  readonly id: string;
  readonly untilMs: number;
  readonly asks: readonly Ask[];
}

export interface BudgetRefusal {
  readonly budget: BudgetName;
  readonly of: string;
  readonly retryAfterMs: number;
}

export interface BudgetKeeper {
  readonly ledger: ChargeLedger;
  /** All or nothing. A spending whose id is known already is not spent again. */
  spend(spendings: readonly Spending[]): Promise<BudgetRefusal | undefined>;
  spendAnyway(spendings: readonly Spending[]): void;
  /** The first budget that the amounts would exceed. */
  check(asks: readonly Ask[]): Promise<BudgetRefusal | undefined>;
  /** Whether `check` finds nothing, without waiting; false where other nodes have to be heard first. */
  allows(asks: readonly Ask[]): boolean;
  /** Adds what is checked elsewhere. */
  charge(charge: Charge): void;
  giveBack(...ids: readonly string[]): void;
  /** Hears of the other nodes within 100 ms. */
  exchangeSoon(): void;
  close(): Promise<void>;
}

export interface BudgetKeeperDeps {
  readonly clock: Clock;
  /** Undefined where one program is the whole system. */
  readonly shared: SharedCharges | undefined;
  readonly logger: { warn(fields: object, message: string): void };
}

const exchangeEveryMs = 100;
/** A view of the other nodes that is older is brought up to date before it is used. */
const viewAgeMsMax = 1_000;
const awaitExchangeMs = 250;

const keyOf = ({ budget, of }: Pick<Ask, 'budget' | 'of'>): string => `${budget} ${of}`;

export const openBudgetKeeper = ({ clock, shared, logger }: BudgetKeeperDeps): BudgetKeeper => {
  const ledger = createChargeLedger({ isShared: shared !== undefined });
  let exchangedAtMs = Number.NEGATIVE_INFINITY;
  let exchanging: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isAway = false;

  const exchange = (): Promise<void> => {
    if (shared === undefined) return Promise.resolve();
    exchanging ??= (async () => {
      const changes = ledger.takeChanges();
      try {
        ledger.receive(await shared.exchange(changes));
        isAway = false;
      } catch (error) {
        // Each node goes on with what it knows; what was not handed over lapses with its own end.
        if (!isAway) logger.warn({ err: error }, 'budgets are not shared with other nodes');
        isAway = true;
      }
      exchangedAtMs = performance.now();
      exchanging = undefined;
    })();
    return exchanging;
  };

  const later = (): void => {
    if (shared === undefined || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      void exchange();
    }, exchangeEveryMs);
    timer.unref();
  };

  const isUpToDate = (): boolean => {
    ledger.lapse(clock.nowMs());
    const ageMs = performance.now() - exchangedAtMs;
    if (shared === undefined || ageMs <= exchangeEveryMs) return true;
    if (ageMs > viewAgeMsMax && !isAway) return false;
    later();
    return true;
  };

  const bringUpToDate = async (): Promise<void> => {
    if (isUpToDate()) return;
    const patience = new AbortController();
    await Promise.race([
      exchange(),
      new Promise<void>((resolve) => {
        const waited = setTimeout(resolve, awaitExchangeMs);
        patience.signal.addEventListener('abort', () => clearTimeout(waited));
      }),
    ]);
    patience.abort();
  };

  const refusalOf = (asks: readonly Ask[]): BudgetRefusal | undefined => {
    const exceeded = asks.find((ask) => {
      const used = ledger.sumOf(keyOf(ask));
      return used + ask.amount > ask.maxOf(used);
    });
    if (exceeded === undefined) return undefined;
    const endMs = ledger.firstEndMs(keyOf(exceeded)) ?? clock.nowMs();
    const { budget, of } = exceeded;
    return { budget, of, retryAfterMs: Math.max(0, endMs - clock.nowMs()) };
  };

  const put = (spendings: readonly Spending[]): void => {
    for (const { id, untilMs, asks } of spendings) {
      const amounts = new Map(asks.map((ask) => [keyOf(ask), ask.amount]));
      ledger.put({ id, untilMs, amounts });
    }
    later();
  };

  return {
    ledger,
    spend: async (spendings) => {
      await bringUpToDate();
      const fresh = spendings.filter(({ id }) => ledger.find(id) === undefined);
      const refusal = refusalOf(fresh.flatMap(({ asks }) => asks));
      if (refusal === undefined) put(fresh);
      return refusal;
    },
    spendAnyway: put,
    check: async (asks) => {
      await bringUpToDate();
      return refusalOf(asks);
    },
    allows: (asks) => isUpToDate() && refusalOf(asks) === undefined,
    charge: (charge) => {
      ledger.put(charge);
      later();
    },
    giveBack: (...ids) => {
      for (const id of ids) ledger.end(id);
      later();
    },
    exchangeSoon: later,
    close: async () => {
      clearTimeout(timer);
      await exchanging;
    },
  };
};
