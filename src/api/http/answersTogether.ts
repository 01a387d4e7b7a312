import { setImmediate } from 'node:timers';
import type { ApiInstance } from './ApiInstance.ts';

/**
 * Answers wait for the end of the event loop’s turn and are written one right after another. On their own each write wakes
 * whoever reads it, which costs more than the rest of a refusal.
 */
export const addAnswersTogether = (app: ApiInstance): void => {
  app.addHook('onSend', (_request, _reply, payload, done) => {
    setImmediate(done, null, payload);
  });
};
