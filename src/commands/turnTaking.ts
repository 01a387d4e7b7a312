/**
 * Keeps two nodes that sell the same showtime both moving. The node that has just won an append is always the first
 * to append again, so it pauses a moment: rarely when it seems to be alone, after every append when it is not. A
 * lone caller, whose mailbox is empty after each append, never pauses.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../ports/Clock.ts';

export interface TurnTaking {
  appended(tookMs: number): void;
  /** Another node's event was seen, or won a conflict. */
  heardOthers(): void;
  /** Called between two batches when more commands wait. */
  yieldIfDue(): Promise<void>;
}

/** How long another node counts as present after it was last heard. */
const othersPresentMs = 500;
/** How often a node that seems to be alone leaves a gap all the same: the loser cannot make itself heard. */
const blindYieldEveryMs = 100;
const pauseMaxMs = 25;

export const createTurnTaking = (clock: Clock): TurnTaking => {
  let appendMs = 1;
  let othersHeardAtMs = Number.NEGATIVE_INFINITY;
  let yieldedAtMs = clock.nowMs();
  return {
    appended: (tookMs) => {
      appendMs = appendMs * 0.8 + tookMs * 0.2;
    },
    heardOthers: () => {
      othersHeardAtMs = clock.nowMs();
    },
    yieldIfDue: async () => {
      const nowMs = clock.nowMs();
      const contended = nowMs - othersHeardAtMs < othersPresentMs;
      if (!contended && nowMs - yieldedAtMs < blindYieldEveryMs) return;
      yieldedAtMs = nowMs;
      // Two appends long: the other's attempt that is under way fails, its next one fits into the gap.
      await pause(Math.min(pauseMaxMs, 1 + 2 * appendMs));
    },
  };
};
