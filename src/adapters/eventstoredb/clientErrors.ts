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
 * True when the server, or the client before it sent anything, decided: asking again gives the same. After any other
 * error the outcome of the call is unknown. Connections break with UnavailableError, UnknownError,
 * DeadlineExceededError, CancelledError, TimeoutError, NotLeaderError and with plain errors.
 */
export const isAnswer = (error: unknown): boolean =>
  error instanceof WrongExpectedVersionError ||
  error instanceof StreamDeletedError ||
  error instanceof StreamNotFoundError ||
  error instanceof MaxAppendSizeExceededError ||
  error instanceof AccessDeniedError ||
  error instanceof InvalidArgumentError;

/** The server's answer to a position that is not in its log, and to other requests it cannot handle. */
export const mayBeUnknownPosition = (error: unknown): boolean =>
  error instanceof UnknownError && error.message.includes('Exception was thrown by handler');

export const textOfError = (error: unknown): string =>
  error instanceof Error ? `${error.constructor.name}: ${error.message}` : String(error);
