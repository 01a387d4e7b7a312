import { setTimeout as pause } from 'node:timers/promises';
import type { CommandContext } from '../commands/engine/Outcome.ts';
import { isLogAway } from '../ports/EventStore.ts';
import { ImportFailed, type ImportItem, type ImportResult, resultOf } from './ImportItem.ts';

export interface RetryLimits {
  readonly unavailableMsMax: number;
  readonly retryPauseMsMin: number;
}

/** Of a command whose facts cannot be read. */
const unavailable = (error: unknown) => {
  if (!isLogAway(error)) throw error;
  return { outcome: 'unavailable', why: error.message, retryAfterMs: 0 } as const;
};

/** Undefined when the signal aborts first. Throws {@link ImportFailed}. */
export const importOne = async (
  item: ImportItem,
  context: CommandContext,
  limits: RetryLimits,
  signal?: AbortSignal,
): Promise<ImportResult | undefined> => {
  let waitedMs = 0;
  while (signal?.aborted !== true) {
    const outcome = await item.execute(context).catch(unavailable);
    const result = resultOf(item, outcome);
    if (result !== undefined) return result;
    const { why, retryAfterMs } =
      outcome.outcome === 'unavailable' ? outcome : { why: outcome.outcome, retryAfterMs: 0 };
    const pauseMs = Math.max(retryAfterMs, limits.retryPauseMsMin);
    waitedMs += pauseMs;
    if (waitedMs > limits.unavailableMsMax) {
      throw new ImportFailed(`cannot import ${item.name} (${item.id}) now: ${why}`);
    }
    await pause(pauseMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }
  return undefined;
};
