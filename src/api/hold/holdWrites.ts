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
  const limitsOf = ({ caller, address }: Asker, { showtime, policies }: House) => {
    const { showtimeId } = showtime.facts;
    const max = policies.writesPerHourMax;
    return [
      { of: `${showtimeId} caller ${caller}`, max },
      { of: `${showtimeId} address ${address}`, max: callersPerAddress * max },
    ];
  };
  const keyOf = (of: string): string => `writes ${of}`;
  return {
    refusalOf: (asker: Asker, house: House): BudgetRefusal | undefined => {
      const nowMs = clock.nowMs();
      for (const { of, max } of limitsOf(asker, house)) {
        const { used, windowEndMs } = writes.used(keyOf(of), nowMs);
        if (used >= max) return { budget: 'writes', of, retryAfterMs: windowEndMs - nowMs };
      }
      return undefined;
    },
    count: (asker: Asker, house: House): void => {
      const nowMs = clock.nowMs();
      for (const { of, max } of limitsOf(asker, house)) writes.count(keyOf(of), 1, max, nowMs);
    },
  };
};
