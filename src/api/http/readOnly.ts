import type { ApiInstance } from './ApiInstance.ts';
import { ProblemError } from './problems/Problem.ts';

const readingMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** Refuses every write before anything else is checked. */
export const addReadOnly = (app: ApiInstance): void => {
  app.addHook('onRequest', async ({ method }) => {
    if (!readingMethods.includes(method)) throw new ProblemError({ name: 'read-only' });
  });
};
