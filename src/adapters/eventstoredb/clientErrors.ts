import {
  AccessDeniedError,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  StreamNotFoundError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';

/**
 * Whether the server, or the client before it sent anything, decided. Otherwise the outcome is unknown: connections
 * break with many classes of error, plain ones included.
 */
export const isAnswer = (error: unknown): boolean =>
  error instanceof WrongExpectedVersionError ||
  error instanceof StreamDeletedError ||
  error instanceof StreamNotFoundError ||
  error instanceof MaxAppendSizeExceededError ||
  error instanceof AccessDeniedError ||
  error instanceof InvalidArgumentError;

/** Also the answer to other requests that the server cannot handle. */
export const mayBeUnknownPosition = (error: unknown): boolean =>
  error instanceof UnknownError && error.message.includes('Exception was thrown by handler');

export const textOfError = (error: unknown): string =>
  error instanceof Error ? `${error.constructor.name}: ${error.message}` : String(error);

const unimplemented = 12;

export const isUnimplemented = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === unimplemented;
