import { setTimeout as pause } from 'node:timers/promises';
import type { CommandContext } from '../commands/engine/Outcome.ts';
import { ImportFailed, type ImportItem, type ImportResult, resultOf } from './ImportItem.ts';

export interface RetryLimits {
  /** How long one item waits in all for an event log that is away. */
  readonly unavailableMsMax: number;
  readonly retryPauseMsMin: number;
}

/** Undefined when the signal was aborted before it was known what becomes of the item. Throws {@link ImportFailed}. */
export const importOne = async (
  item: ImportItem,
  context: CommandContext,
  limits: RetryLimits,
  signal?: AbortSignal,
): Promise<ImportResult | undefined> => {
  let waitedMs = 0;
  while (signal?.aborted !== true) {
    const outcome = await item.execute(context);
    const result = resultOf(item, outcome);
    if (result !== undefined) return result;
    const { why, retryAfterMs } =
      outcome.outcome === 'unavailable' ? outcome : { why: outcome.outcome, retryAfterMs: 0 };
    const pauseMs = Math.max(retryAfterMs, limits.retryPauseMsMin);
    waitedMs += pauseMs;
    if (waitedMs > limits.unavailableMsMax) {
      throw new ImportFailed(`cannot import ${item.name} (${item.id}) now: ${why}`);
    }
    // An abort only shortens the pause; the loop's condition sees it.
    await pause(pauseMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }
  return undefined;
};
