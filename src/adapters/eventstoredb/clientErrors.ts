/**
 * What an error of the client means for a call: an answer, or nothing known. Deciding what to do about it belongs to
 * the caller.
 */
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
 * True for what the server, or the client before it sent anything, decided: asking again gives the same. Everything
 * else says nothing about the call's outcome, whatever its class: connections break with UnavailableError,
 * UnknownError, DeadlineExceededError, CancelledError, TimeoutError, NotLeaderError and with plain errors.
 */
export const isAnswer = (error: unknown): boolean =>
  error instanceof WrongExpectedVersionError ||
  error instanceof StreamDeletedError ||
  error instanceof StreamNotFoundError ||
  error instanceof MaxAppendSizeExceededError ||
  error instanceof AccessDeniedError ||
  error instanceof InvalidArgumentError;

/** How the server refuses a position that is no place in its log, among other things it cannot digest. */
export const mayBeUnknownPosition = (error: unknown): boolean =>
  error instanceof UnknownError && error.message.includes('Exception was thrown by handler');

export const textOfError = (error: unknown): string =>
  error instanceof Error ? `${error.constructor.name}: ${error.message}` : String(error);
