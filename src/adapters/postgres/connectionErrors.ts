import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { AppendRefused, EventStoreUnavailable } from '../../ports/EventStore.ts';

/**
 * SQLSTATE classes after which the same statement may work a moment later: connection (08), transaction undone
 * (40: deadlock), resources (53: full disk, too many connections), operator's doing (57: shutdown, crash
 * recovery), system (58: I/O), and 25006: a standby that is about to be promoted.
 */
const transientStates = /^(?:08|40|53|57|58|25006)/;

/** What lies in the data itself: 22 (bad data), 54 (program limits, such as JSON nested too deeply). */
const dataStates = /^(?:22|54)/;

/** Everything that is not the server's own answer comes from the connection, and says nothing of the outcome. */
export const isTransient = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || transientStates.test(error.code ?? '');

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const unavailable = (error: unknown): EventStoreUnavailable =>
  new EventStoreUnavailable(`the event log on Postgres did not answer: ${messageOf(error)}`, {
    cause: error,
  });

/** For an append that failed alone with an error that is not transient. */
export const refusal = (error: unknown): AppendRefused | EventStoreUnavailable =>
  error instanceof pg.DatabaseError && dataStates.test(error.code ?? '')
    ? new AppendRefused(`Postgres cannot store the append: ${error.message}`, { cause: error })
    : unavailable(error);

const pauseFirstMs = 20;
const pauseMaxMs = 250;

/** Doubling from 20 ms to 250 ms: short enough for a restart of the server to be noticed at once. */
export const pauseBefore = async (attempt: number, signal?: AbortSignal): Promise<void> => {
  const options = signal === undefined ? {} : { signal };
  await pause(Math.min(pauseFirstMs * 2 ** Math.min(attempt, 10), pauseMaxMs), undefined, options).catch(
    () => undefined,
  );
};
