/**
 * Draws tickets in a thread of its own: a drawing takes tens of milliseconds, in which this process would sell nothing.
 * The thread starts with the first ticket and starts again if it ever dies.
 */
import { Worker } from 'node:worker_threads';
import { type TicketRenderer, TicketRendererBusy } from '../../ports/TicketRenderer.ts';
import type { RenderAnswer, RenderRequest } from './renderThread.ts';

/** A few seconds of work. */
const waitingMax = 64;

interface Waiting {
  readonly done: (bytes: Uint8Array) => void;
  readonly failed: (error: unknown) => void;
}

export const createTicketRenderer = (): TicketRenderer => {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let lastId = 0;
  let closed = false;

  const settle = (answer: RenderAnswer): void => {
    const request = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('bytes' in answer) request?.done(answer.bytes);
    else request?.failed(answer.failure);
    if (waiting.size === 0) thread?.unref();
  };
  const abandon = (error: unknown): void => {
    thread = undefined;
    for (const { failed } of waiting.values()) failed(error);
    waiting.clear();
  };
  const start = (): Worker => {
    const started = new Worker(new URL('renderThread.ts', import.meta.url));
    let failure: unknown;
    started.on('message', settle);
    started.on('error', (error) => {
      failure = error;
    });
    started.once('exit', () => {
      if (thread === started) abandon(failure ?? new Error('the thread that draws tickets ended'));
    });
    return started;
  };

  return {
    render: (ticket, as) =>
      new Promise((done, failed) => {
        if (closed) throw new Error('the ticket renderer is closed');
        if (waiting.size >= waitingMax) {
          throw new TicketRendererBusy(`${waitingMax} tickets are waiting to be drawn`);
        }
        thread ??= start();
        lastId += 1;
        waiting.set(lastId, { done, failed });
        // Keeps the process alive while somebody waits, and only then.
        thread.ref();
        thread.postMessage({ id: lastId, ticket, as } satisfies RenderRequest);
      }),
    close: async () => {
      closed = true;
      const ending = thread;
      abandon(new Error('the ticket renderer is closed'));
      await ending?.terminate();
    },
  };
};
