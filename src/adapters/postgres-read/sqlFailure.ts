/** Names the failure of a statement by what its caller must do: wait, rebuild, report a bug, or refuse the data. */
import { ReadModelMissing, ReadStoreUnavailable, StatementRefused } from '../../ports/ReadStore.ts';

/** Undefined table, undefined schema. */
const missingCodes = new Set(['42P01', '3F000']);
/** Errors in the statement, whatever the data: class 42 (syntax, names, rights) and unsupported features. */
const statementClasses = new Set(['42', '0A']);
/** Errors that the values caused: cardinality, data, integrity, limits of one row, raised by a function. */
const dataClasses = new Set(['21', '22', '23', '54', 'P0']);

export const sqlStateOf = (error: unknown): string | undefined =>
  error instanceof Error &&
  'code' in error &&
  typeof error.code === 'string' &&
  /^[0-9A-Z]{5}$/.test(error.code)
    ? error.code
    : undefined;

/** The error of our port for an error of the driver; one that the data caused is given back as it is. */
export const sqlFailure = (error: unknown): unknown => {
  const state = sqlStateOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (state === undefined) return new ReadStoreUnavailable(message, { cause: error });
  if (missingCodes.has(state)) return new ReadModelMissing(message, { cause: error });
  const stateClass = state.slice(0, 2);
  if (statementClasses.has(stateClass)) return new StatementRefused(message, { cause: error });
  if (dataClasses.has(stateClass)) return error;
  // Connection lost, shutting down, out of space, deadlock, read-only standby: all may pass with time.
  return new ReadStoreUnavailable(`${message} (SQLSTATE ${state})`, { cause: error });
};

/** A plan or a name that meant a table which another has replaced since; also a table that is really missing. */
export const isOfAReplacedTable = (error: unknown): boolean => {
  if (error instanceof ReadModelMissing) return true;
  if (!(error instanceof Error)) return false;
  const state = sqlStateOf(error.cause);
  const isPlan = state === '0A000' && error.message.includes('cached plan');
  // Internal errors of Postgres: a relation that went between finding its name and opening it.
  return isPlan || state === 'XX000';
};
