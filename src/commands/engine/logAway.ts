import { EventStoreUnavailable } from '../../ports/EventStore.ts';
import type { Outcome } from './Outcome.ts';

const retryAfterMs = 2_000;

/** The outcome of a command that met an unavailable log; throws every other error, which is a bug. */
export const logAway = (error: unknown): Extract<Outcome<never, never>, { outcome: 'unavailable' }> => {
  if (!(error instanceof EventStoreUnavailable)) throw error;
  return { outcome: 'unavailable', why: error.message, retryAfterMs };
};
