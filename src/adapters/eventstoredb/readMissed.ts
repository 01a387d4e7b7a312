import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore, RecordedEvent } from '../../ports/EventStore.ts';
import { EventStoreUnavailable, eventStoreLimits } from '../../ports/EventStore.ts';

/** A real server was seen to need 33 ms at most. */
const readableWithinMs = 1_000;
const pauseFirstMs = 2;
const pauseMaxMs = 50;

/**
 * The events of a stream from `fromRevision` to `actual`, at most `conflictEventsMax`. The server names the revision of a
 * conflict before that revision can be read. Throws EventStoreUnavailable when it cannot be read in time.
 */
export const readMissed = async (
  readStream: EventStore['readStream'],
  stream: string,
  { fromRevision, actual }: { readonly fromRevision: number; readonly actual: number },
): Promise<readonly RecordedEvent[]> => {
  if (fromRevision > actual) return [];
  const wanted = Math.min(actual, fromRevision + eventStoreLimits.conflictEventsMax - 1);
  const untilMs = performance.now() + readableWithinMs;
  for (let pauseMs = pauseFirstMs; ; pauseMs = Math.min(pauseMs * 2, pauseMaxMs)) {
    const missed = await readStream(stream, { fromRevision, maxCount: eventStoreLimits.conflictEventsMax });
    if ((missed.at(-1)?.revision ?? -1) >= wanted) return missed;
    if (performance.now() >= untilMs) {
      throw new EventStoreUnavailable(
        `revision ${actual} of ${stream} was not readable in ${readableWithinMs} ms`,
      );
    }
    await pause(pauseMs);
  }
};
