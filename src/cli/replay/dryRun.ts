import type { Position } from '../../ports/EventStore.ts';
import type { LogRange, LogTexts } from '../../ports/LogTexts.ts';

export interface DryRun {
  readonly texts: LogTexts;
  readonly range: LogRange;
  onProgress(reached: Position, events: number): void;
  readonly signal: AbortSignal;
}

/** Events by type, the most frequent first. */
export const countEvents = async ({
  texts,
  range,
  onProgress,
  signal,
}: DryRun): Promise<readonly (readonly [string, number])[]> => {
  const counts = new Map<string, number>();
  let events = 0;
  for await (const read of texts.read(range)) {
    if (signal.aborted) break;
    for (const { type } of read.events) counts.set(type, (counts.get(type) ?? 0) + 1);
    events += read.events.length;
    onProgress(read.reached, events);
  }
  return [...counts].sort(([, one], [, other]) => other - one);
};
