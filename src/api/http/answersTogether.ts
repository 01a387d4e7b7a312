import { setImmediate } from 'node:timers';
import type { ApiInstance } from './ApiInstance.ts';

/**
 * Delays each answer to the end of the current turn of the event loop, so that all answers of the turn are written in a row.
 * When the reader is on the same machine, a separate write wakes it each time: that took 16 of the 41 µs of a refused hold,
 * and 6 µs in a row. Must be the last `onSend` hook.
 */
export const addAnswersTogether = (app: ApiInstance): void => {
  app.addHook('onSend', (_request, _reply, payload, done) => {
    setImmediate(done, null, payload);
  });
};
