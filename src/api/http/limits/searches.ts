import type { FastifyReply } from 'fastify';
import { createSearchTurns, SearchBusy, SearchSuperseded } from '../../../commands/limits/searchTurns.ts';
import type { ApiInstance } from '../ApiInstance.ts';
import { ProblemError } from '../problems/Problem.ts';
import { routeOf } from '../routeOf.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Searches when it is the turn of the caller's address; the signal is aborted by a newer search by words of the caller on the
     * same route, and when the caller has left. Throws rate-limited and search-superseded.
     */
    searchInTurn<Answer>(
      request: FastifyRequest,
      reply: FastifyReply,
      search: (signal: AbortSignal) => Promise<Answer>,
    ): Promise<Answer>;
  }
}

const problemOf = (error: unknown): unknown => {
  if (error instanceof SearchBusy) return new ProblemError({ name: 'rate-limited', retryAfterSeconds: 1 });
  return error instanceof SearchSuperseded ? new ProblemError({ name: 'search-superseded' }) : error;
};

const leaving = ({ raw }: FastifyReply): { readonly signal: AbortSignal; stop(): void } => {
  const left = new AbortController();
  const leave = (): void => left.abort(new Error('the caller has left'));
  raw.once('close', leave);
  return { signal: left.signal, stop: () => raw.off('close', leave) };
};

export const addSearchTurns = (app: ApiInstance): void => {
  const turns = createSearchTurns();
  app.decorate('searchInTurn', async (request, reply, search) => {
    const asker = app.askerOf(request);
    const { signal, stop } = leaving(reply);
    try {
      if (asker === undefined) return await search(signal);
      // What is not typed, such as the lists of one page, is asked for side by side.
      const isTyped = Reflect.get(Object(request.query), 'q') !== undefined;
      const caller = isTyped ? `${asker.caller} ${routeOf(request).url}` : request.id;
      return await turns.run({ address: asker.address, caller }, search, signal);
    } catch (error) {
      throw problemOf(error);
    } finally {
      stop();
    }
  });
};
