import { setTimeout as pause } from 'node:timers/promises';
import type { SteadyClock } from '../../ports/Clock.ts';

export interface TurnTaking {
  appended(tookMs: number, commands: number): void;
  /** Called for another node's event and for a conflict. */
  heardOthers(): void;
  /** Called before each batch. */
  yieldIfDue(): Promise<void>;
}

const othersPresentMs = 500;
/** A node that loses every append cannot be heard, so a busy node that seems to be alone leaves gaps too. */
const blindYieldEveryMs = 100;
const gapMaxMs = 25;

/**
 * Lets two nodes that sell one showtime both make progress. The winner of an append is always the first to append
 * again, so it leaves a gap after it. A lone caller, whose commands come one at a time, never waits.
 */
export const createTurnTaking = (clock: Pick<SteadyClock, 'steadyMs'>): TurnTaking => {
  let appendMs = 1;
  let appendedAtMs = Number.NEGATIVE_INFINITY;
  let othersHeardAtMs = Number.NEGATIVE_INFINITY;
  let yieldedAtMs = clock.steadyMs();
  let alone = true;
  return {
    appended: (tookMs, commands) => {
      appendMs = appendMs * 0.8 + tookMs * 0.2;
      appendedAtMs = clock.steadyMs();
      alone = commands === 1;
    },
    heardOthers: () => {
      othersHeardAtMs = clock.steadyMs();
    },
    yieldIfDue: async () => {
      const nowMs = clock.steadyMs();
      // Two appends long: the other node's running attempt fails, its next one fits into the gap.
      const leftMs = Math.min(gapMaxMs, 1 + 2 * appendMs) - (nowMs - appendedAtMs);
      if (leftMs <= 0) return;
      const contended = nowMs - othersHeardAtMs < othersPresentMs;
      if (!contended && (alone || nowMs - yieldedAtMs < blindYieldEveryMs)) return;
      yieldedAtMs = nowMs;
      await pause(leftMs);
    },
  };
};
