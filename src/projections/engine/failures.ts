/** The ways a projection can stop that are nobody's bad event: the runner acts on them, `apply` never throws them. */
import { ReadModelMissing, ReadStoreUnavailable, StatementRefused } from '../../ports/ReadStore.ts';

/** The read model was built from another log. Nothing may be applied or read until somebody decides which is meant. */
export class LogMismatch extends Error {
  override readonly name = 'LogMismatch';
}

/** A read model of another log must not be served, let alone written. Throws {@link LogMismatch} naming both. */
export const requireLog = (schema: string, checkpoint: { readonly logId: string }, logId: string): void => {
  if (checkpoint.logId === logId) return;
  throw new LogMismatch(
    `read model ${schema} was built from log ${checkpoint.logId}, but this is log ${logId}`,
  );
};

/** Somebody else moved this model's checkpoint: this process no longer leads, whatever its lock says. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
}

/** So many streams cannot be applied that the program does not fit its log. */
export class TooManyParked extends Error {
  override readonly name = 'TooManyParked';
}

/** Trying again, by this process or another, cannot help. */
export const isFinal = (error: unknown): boolean =>
  error instanceof LogMismatch || error instanceof TooManyParked || error instanceof StatementRefused;

/** Not the fault of the events that were being applied. */
export const isNotTheEvents = (error: unknown): boolean =>
  isFinal(error) ||
  error instanceof CheckpointMoved ||
  error instanceof ReadStoreUnavailable ||
  error instanceof ReadModelMissing;
