import { setTimeout as pause } from 'node:timers/promises';
import { type EventStore, isLogAway, LogReplaced, positionStart } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { LogMismatch, requireLog } from '../../projections/engine/failures.ts';

const decideWithinMs = 10_000;
const pauseMs = 250;

/** Refuses another log than that of the read models, and one that ends before them. Throws {@link LogMismatch}. */
export const checkLogOfModels = async (
  { events, readStore }: { readonly events: EventStore; readonly readStore: Pick<ReadStore, 'checkpoint'> },
  schemas: readonly string[],
): Promise<void> => {
  let furthest = { schema: '', position: positionStart };
  for (const schema of schemas) {
    const checkpoint = await readStore.checkpoint(schema);
    if (checkpoint === undefined) continue;
    requireLog(schema, checkpoint, events.logId);
    if (checkpoint.position > furthest.position) furthest = { schema, position: checkpoint.position };
  }
  const { schema, position } = furthest;
  try {
    await verified(events, position);
  } catch (error) {
    if (!(error instanceof LogReplaced)) throw error;
    throw new LogMismatch(
      `${error.message}; read model ${schema} has events up to there, so the log is older than DATABASE_URL: ` +
        'restore the latest copy of the log, or a copy of the database that was made before that of the log',
      { cause: error },
    );
  }
};

const verified = async (events: Pick<EventStore, 'verify'>, position: string): Promise<void> => {
  const untilMs = performance.now() + decideWithinMs;
  for (;;) {
    try {
      return await events.verify(position);
    } catch (error) {
      if (!isLogAway(error) || performance.now() >= untilMs) throw error;
      await pause(pauseMs);
    }
  }
};
