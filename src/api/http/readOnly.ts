import type { ApiInstance } from './ApiInstance.ts';
import { ProblemError } from './problems/Problem.ts';

const readingMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Refuses every write before anything else is checked. */
export const addReadOnly = (app: ApiInstance): void => {
  app.addHook('onRequest', ({ method }, _reply, done) => {
    done(readingMethods.includes(method) ? undefined : new ProblemError({ name: 'read-only' }));
  });
};
