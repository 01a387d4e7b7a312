/** Waiting on behalf of a caller for something to change, without holding up anything else. */
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { ApiInstance } from './AppDeps.ts';
import { ProblemError } from './problems/Problem.ts';

const checkEveryMs = 250;
const waitersMax = 5_000;

export interface LongPoll {
  /** Looks until it finds something, `waitMs` are over, the caller leaves or the program drains. */
  until<Found>(
    look: () => Promise<Found | undefined>,
    waitMs: number,
    reply: FastifyReply,
  ): Promise<Found | undefined>;
}

export const openLongPoll = (app: ApiInstance): LongPoll => {
  const draining = new AbortController();
  let waiters = 0;
  app.addHook('preClose', async () => draining.abort());

  return {
    until: async (look, waitMs, reply) => {
      const found = await look();
      if (found !== undefined || waitMs === 0) return found;
      if (waiters >= waitersMax) throw new ProblemError({ name: 'overloaded', retryAfterSeconds: 1 });
      waiters += 1;
      const left = new AbortController();
      const leave = (): void => left.abort();
      reply.raw.once('close', leave);
      try {
        const signal = AbortSignal.any([draining.signal, left.signal]);
        for (let waitedMs = 0; waitedMs < waitMs && !signal.aborted; waitedMs += checkEveryMs) {
          await pause(checkEveryMs, undefined, { signal }).catch(() => undefined);
          const seen = await look();
          if (seen !== undefined) return seen;
        }
        return undefined;
      } finally {
        waiters -= 1;
        reply.raw.off('close', leave);
      }
    },
  };
};
