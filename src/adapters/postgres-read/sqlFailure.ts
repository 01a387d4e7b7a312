import { DatabaseError } from 'pg';
import { ReadModelMissing, ReadStoreUnavailable, StatementRefused } from '../../ports/ReadStore.ts';

/** Undefined table, undefined schema. */
const missingCodes = new Set(['42P01', '3F000']);
/** Syntax, names, rights; unsupported features. */
const statementClasses = new Set(['42', '0A']);
/** Cardinality, data, integrity, limits of a row, raised by a function. */
const dataClasses = new Set(['21', '22', '23', '54', 'P0']);

/** Undefined for an error that is not the server's: EPIPE, too, is a code of five letters. */
export const sqlStateOf = (error: unknown): string | undefined =>
  error instanceof DatabaseError ? error.code : undefined;

/** The port's error; an error that the data caused is returned unchanged. */
export const sqlFailure = (error: unknown): unknown => {
  const state = sqlStateOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (state === undefined) return new ReadStoreUnavailable(message, { cause: error });
  if (missingCodes.has(state)) return new ReadModelMissing(message, { cause: error });
  const stateClass = state.slice(0, 2);
  if (statementClasses.has(stateClass)) return new StatementRefused(message, { cause: error });
  if (dataClasses.has(stateClass)) return error;
  // Connection, shutdown, resources, deadlock, standby: temporary.
  return new ReadStoreUnavailable(`${message} (SQLSTATE ${state})`, { cause: error });
};

/** A cached plan or a name of a replaced table; also a missing table. */
export const isOfAReplacedTable = (error: unknown): boolean => {
  if (error instanceof ReadModelMissing) return true;
  if (!(error instanceof Error)) return false;
  const state = sqlStateOf(error.cause);
  const isPlan = state === '0A000' && error.message.includes('cached plan');
  // Internal error: the table was dropped between parsing and opening.
  return isPlan || state === 'XX000';
};

const lostCodes = new Set(['57P01', 'EPIPE', 'ECONNRESET']);

/** Not one that could not be made, and not one that gave no answer in time. */
export const isLostConnection = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && lostCodes.has(String(error.code))) ||
    error.message === 'Connection terminated unexpectedly');
