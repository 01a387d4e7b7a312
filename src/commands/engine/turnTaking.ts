/**
 * Keeps two nodes that sell the same showtime both moving. The node that has just won an append is always the first
 * to append again, so it leaves a gap: rarely when it seems to be alone, after every append when it is not. A lone
 * caller, whose commands come one at a time, never waits.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { SteadyClock } from '../../ports/Clock.ts';

export interface TurnTaking {
  /** An append of so many commands went through and took so long. */
  appended(tookMs: number, commands: number): void;
  /** Another node's event was seen, or won a conflict. */
  heardOthers(): void;
  /** Called before each batch. */
  yieldIfDue(): Promise<void>;
}

/** How long another node counts as present after it was last heard. */
const othersPresentMs = 500;
/** How often a busy node that seems to be alone leaves a gap all the same: a loser cannot make itself heard. */
const blindYieldEveryMs = 100;
const gapMaxMs = 25;

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
      // Two appends long: the other's attempt that is under way fails, its next one fits into the gap.
      const leftMs = Math.min(gapMaxMs, 1 + 2 * appendMs) - (nowMs - appendedAtMs);
      if (leftMs <= 0) return;
      const contended = nowMs - othersHeardAtMs < othersPresentMs;
      if (!contended && (alone || nowMs - yieldedAtMs < blindYieldEveryMs)) return;
      yieldedAtMs = nowMs;
      await pause(leftMs);
    },
  };
};
