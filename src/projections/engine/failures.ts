import { ReadModelMissing, ReadStoreUnavailable, StatementRefused } from '../../ports/ReadStore.ts';

/** The read model was built from another log, so nothing may be applied to it or read from it. */
export class LogMismatch extends Error {
  override readonly name = 'LogMismatch';
}

/** Throws {@link LogMismatch}, which names both logs. */
export const requireLog = (schema: string, checkpoint: { readonly logId: string }, logId: string): void => {
  if (checkpoint.logId === logId) return;
  throw new LogMismatch(
    `read model ${schema} was built from log ${checkpoint.logId}, but this is log ${logId}`,
  );
};

/** Another process moved this model's checkpoint: this one no longer leads. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';
}

export class TooManyParked extends Error {
  override readonly name = 'TooManyParked';
}

/** Trying again, by this process or another, cannot help. */
export const isFinal = (error: unknown): boolean =>
  error instanceof LogMismatch || error instanceof TooManyParked || error instanceof StatementRefused;

export const isNotTheEvents = (error: unknown): boolean =>
  isFinal(error) ||
  error instanceof CheckpointMoved ||
  error instanceof ReadStoreUnavailable ||
  error instanceof ReadModelMissing;
