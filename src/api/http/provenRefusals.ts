import type { RouteOptions } from 'fastify';
import type { EventStore } from '../../ports/EventStore.ts';
import type { ApiInstance } from './ApiInstance.ts';
import { ProblemError } from './problems/Problem.ts';
import { problemKinds } from './problems/problemKinds.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The handler records its refusals, and has proved each of them before. */
    refusesProven?: boolean;
  }
}

export interface ProofOfReads {
  readonly events: Pick<EventStore, 'readsAreCurrent'>;
  readonly tail: { prove(): Promise<void> };
}

const finalStatuses: readonly number[] = [404, 409, 410];

const isFinal = (error: unknown): boolean =>
  error instanceof ProblemError && finalStatuses.includes(problemKinds[error.problem.name].status);

type OnRequest = NonNullable<RouteOptions['onRequest']>;
type Hook = Extract<OnRequest, (...args: never[]) => unknown>;

const isSynchronous = (hook: Hook): boolean => hook.length > 2;

/**
 * Where a read may come from an old log, a final refusal is decided a second time after the proof: by the handler, the hooks
 * of its route and the look-up of the theater that the caller has to act for. A refused request has written nothing.
 */
export const addProvenRefusals = (app: ApiInstance, { events, tail }: ProofOfReads): void => {
  if (events.readsAreCurrent) return;

  const twice = async <Answer>(run: () => Promise<Answer> | Answer): Promise<Answer> => {
    try {
      return await run();
    } catch (error) {
      if (!isFinal(error)) throw error;
      await tail.prove();
      return await run();
    }
  };

  app.addHook('onRoute', (route) => {
    const { handler, onRequest, config } = route;
    if (config?.refusesProven !== true) {
      route.handler = function (request, reply) {
        return twice(() => handler.call(this, request, reply));
      };
    }
    if (onRequest !== undefined) {
      route.onRequest = [onRequest].flat().map((hook): Hook => {
        if (isSynchronous(hook)) return hook;
        return async function (request, reply) {
          await twice(() => hook.call(this, request, reply, () => undefined));
        };
      });
    }
    if (config?.theaterOf !== undefined) {
      const { theaterOf } = config;
      const find = async (id: string) => {
        const found = await theaterOf(id);
        if (found !== undefined) return found;
        await tail.prove();
        return theaterOf(id);
      };
      route.config = { ...config, theaterOf: find };
    }
  });
};
