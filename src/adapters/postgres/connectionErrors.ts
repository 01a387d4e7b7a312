import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { AppendRefused, EventStoreUnavailable } from '../../ports/EventStore.ts';

/** Connection, rollback (deadlock), resources, operator intervention, I/O; 25006: a standby before promotion. */
const transientStates = /^(?:08|40|53|57|58|25006)/;

/** Bad data; program limits, such as JSON nested too deeply. */
const dataStates = /^(?:22|54)/;

/** An error without SQLSTATE comes from the connection; the outcome is then unknown. */
export const isTransient = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || transientStates.test(error.code ?? '');

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export const unavailable = (error: unknown): EventStoreUnavailable =>
  new EventStoreUnavailable(`the event log on Postgres did not answer: ${messageOf(error)}`, {
    cause: error,
  });

export const refusal = (error: unknown): AppendRefused | EventStoreUnavailable =>
  error instanceof pg.DatabaseError && dataStates.test(error.code ?? '')
    ? new AppendRefused(`Postgres cannot store the append: ${error.message}`, { cause: error })
    : unavailable(error);

const pauseFirstMs = 20;
const pauseMaxMs = 250;

export const pauseBefore = async (attempt: number, signal?: AbortSignal): Promise<void> => {
  const options = signal === undefined ? {} : { signal };
  await pause(Math.min(pauseFirstMs * 2 ** Math.min(attempt, 10), pauseMaxMs), undefined, options).catch(
    () => undefined,
  );
};
