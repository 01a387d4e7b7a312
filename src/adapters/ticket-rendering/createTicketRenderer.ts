import { Worker } from 'node:worker_threads';
import type { StatementRenderer } from '../../ports/StatementRenderer.ts';
import { type TicketRenderer, TicketRendererBusy } from '../../ports/TicketRenderer.ts';
import type { RenderAnswer, RenderRequest, RenderWork } from './renderThread.ts';

/** A few seconds of work. */
const waitingMax = 64;

/** A drawing takes tens of milliseconds, or a second in a new thread. */
const drawWithinMsDefault = 20_000;

interface Waiting {
  readonly request: RenderRequest;
  readonly done: (bytes: Uint8Array) => void;
  readonly failed: (error: unknown) => void;
}

/** In a thread, because a drawing would stop selling for tens of milliseconds. If the thread dies, one ticket fails. */
export const createTicketRenderer = (
  drawWithinMs = drawWithinMsDefault,
  threadFile = new URL('renderThread.ts', import.meta.url),
): TicketRenderer & StatementRenderer => {
  let limit: NodeJS.Timeout | undefined;
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let lastId = 0;
  let closed = false;

  const settle = (answer: RenderAnswer): void => {
    const request = waiting.get(answer.id);
    waiting.delete(answer.id);
    watch();
    if ('bytes' in answer) request?.done(answer.bytes);
    else request?.failed(answer.failure);
    if (waiting.size === 0) thread?.unref();
  };
  const abandon = (error: unknown): void => {
    thread = undefined;
    clearTimeout(limit);
    for (const { failed } of waiting.values()) failed(error);
    waiting.clear();
  };
  const watch = (): void => {
    clearTimeout(limit);
    if (waiting.size > 0) limit = setTimeout(giveUpFirst, drawWithinMs);
  };
  const giveUpFirst = (): void => {
    const hanging = thread;
    thread = undefined;
    void hanging?.terminate();
    const [first] = waiting.values();
    if (first !== undefined) waiting.delete(first.request.id);
    first?.failed(new Error(`a ticket was not drawn within ${drawWithinMs} ms`));
    if (waiting.size === 0) return;
    thread = start();
    for (const { request } of waiting.values()) thread.postMessage(request);
    watch();
  };
  const start = (): Worker => {
    const started = new Worker(threadFile);
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

  const draw = (work: RenderWork): Promise<Uint8Array> =>
    new Promise((done, failed) => {
      if (closed) throw new Error('the ticket renderer is closed');
      if (waiting.size >= waitingMax) {
        throw new TicketRendererBusy(`${waitingMax} tickets are waiting to be drawn`);
      }
      thread ??= start();
      lastId += 1;
      const request: RenderRequest = { id: lastId, ...work };
      waiting.set(lastId, { request, done, failed });
      if (waiting.size === 1) watch();
      // Keeps the process alive while requests wait.
      thread.ref();
      thread.postMessage(request);
    });

  return {
    render: (ticket, as) => draw({ ticket, as }),
    renderStatements: (statements) => draw({ statements, as: 'application/pdf' }),
    close: async () => {
      closed = true;
      const ending = thread;
      abandon(new Error('the ticket renderer is closed'));
      await ending?.terminate();
    },
  };
};
