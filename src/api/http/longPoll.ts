import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiInstance } from './ApiInstance.ts';
import type { WaitAsked } from './limits/waits.ts';

export interface Awaiting<Found> {
  /** Resolves to what is waited for once it is there. */
  look(): Promise<Found | undefined>;
  /** Calls `wake` after each change, until the returned function is called. */
  listen(wake: () => void): () => void;
}

export interface LongPoll {
  /**
   * Looks after each change until something is found, `waitMs` are over, the caller leaves, others need the place or the
   * program drains. Looks once for a HEAD. Throws as `joinWaiting` does.
   */
  until<Found>(
    awaited: Awaiting<Found>,
    asked: Pick<WaitAsked, 'room' | 'roomMax' | 'budget'> & { readonly waitMs: number },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<Found | undefined>;
}

export const openLongPoll = (app: ApiInstance): LongPoll => {
  let draining = false;
  const leaving = new Set<() => void>();
  app.addHook('preClose', async () => {
    draining = true;
    for (const leave of leaving) leave();
  });

  return {
    until: async ({ look, listen }, { waitMs, ...asked }, request, reply) => {
      const found = await look();
      if (found !== undefined || waitMs === 0 || draining || request.method === 'HEAD') return found;
      let isOver = false;
      let changed = false;
      let wake = (): void => undefined;
      const leave = (): void => {
        isOver = true;
        wake();
      };
      const giveBack = await app.joinWaiting(request, { ...asked, lifeMs: 2 * waitMs, leave });
      const unlisten = listen(() => {
        changed = true;
        wake();
      });
      leaving.add(leave);
      const timer = setTimeout(leave, waitMs);
      reply.raw.once('close', leave);
      try {
        // A change between the first look and the listening is found here.
        changed = true;
        while (!isOver) {
          if (changed) {
            changed = false;
            const seen = await look();
            if (seen !== undefined) return seen;
            continue;
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
        return undefined;
      } finally {
        clearTimeout(timer);
        leaving.delete(leave);
        giveBack();
        reply.raw.off('close', leave);
        unlisten();
      }
    },
  };
};
