import type { BudgetRefusal } from '../../commands/limits/budgetKeeper.ts';
import type { RateCounts } from '../../commands/limits/rateCounts.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { Asker } from '../http/limits/asker.ts';
import type { House } from '../http/limits/houseBudgets.ts';

export interface HoldWritesDeps {
  /** By the hour. */
  readonly writes: RateCounts;
  readonly clock: Clock;
}

/** A campus or a mobile carrier is one address. */
const callersPerAddress = 20;

/** What one caller, and one address, has written to a showtime's stream in this hour. */
export const holdWrites = ({ writes, clock }: HoldWritesDeps) => {
  const countAll = ({ caller, address }: Asker, { showtime, policies }: House, cost: number) => {
    const { showtimeId } = showtime.facts;
    const max = policies.writesPerHourMax;
    const nowMs = clock.nowMs();
    return [
      { of: `${showtimeId} caller ${caller}`, max },
      { of: `${showtimeId} address ${address}`, max: callersPerAddress * max },
    ].map((limited) => ({
      ...limited,
      ...writes.count(`writes ${limited.of}`, cost, limited.max, nowMs),
    }));
  };
  return {
    refusalOf: (asker: Asker, house: House): BudgetRefusal | undefined => {
      const full = countAll(asker, house, 0).find(({ used, max }) => used >= max);
      if (full === undefined) return undefined;
      return { budget: 'writes', of: full.of, retryAfterMs: full.windowEndMs - clock.nowMs() };
    },
    count: (asker: Asker, house: House): void => void countAll(asker, house, 1),
  };
};
