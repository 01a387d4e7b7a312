/**
 * Read your writes: a read that names a position waits until what it reads from has got there. And whoever reads from
 * something that is behind is told as of when it is.
 */
import type { FastifyReply, FastifyRequest, preHandlerAsyncHookHandler } from 'fastify';
import type { Position } from '../../ports/EventStore.ts';
import { invalidRequest, ProblemError } from './problems/Problem.ts';

export interface LogHead {
  head(): Promise<Position>;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** What tells a position that is not there yet from one that does not exist. */
    eventLog: LogHead;
  }
}

const header = 'Marquee-Min-Position';
const asOfHeader = 'Marquee-As-Of';
const positionPattern = /^[0-9]{20}$/;
const minPositionWaitMs = 2_000;
const retryAfterSeconds = 1;

export interface PositionedView {
  waitFor(position: Position, deadlineMs: number): Promise<Position>;
  /**
   * The instant (ms) before which everything that was decided is in the view, when it is behind; undefined when it is
   * not. Absent for what is never behind. Must not throw.
   */
  asOf?(): Promise<number | undefined>;
}

/** The instant (ms) as of which a read model answers; undefined while it is up to date. */
export type MayBeBehind = Pick<PositionedView, 'asOf'>;

/** What is put together from several views is as far as the one that is furthest behind. */
export const furthestBehind = (...views: readonly PositionedView[]): PositionedView => ({
  waitFor: async (position, deadlineMs) => {
    const reached = await Promise.all(views.map((view) => view.waitFor(position, deadlineMs)));
    return reached.reduce((least, each) => (each < least ? each : least));
  },
  asOf: async () => {
    const instants = await Promise.all(views.map((view) => view.asOf?.()));
    const behind = instants.filter((instant) => instant !== undefined);
    return behind.length === 0 ? undefined : Math.min(...behind);
  },
});

/** Whether the log has got to a position. When the log is away, it may have. */
const mayExist = async (log: LogHead, position: Position): Promise<boolean> =>
  log.head().then(
    (head) => position <= head,
    () => true,
  );

/**
 * Waits until the view is there. Throws the problem `not-caught-up`, or `invalid-request` when `log` is given and has not
 * got there either.
 */
export const demandPosition = async (
  view: Pick<PositionedView, 'waitFor'>,
  asked: Position,
  log?: LogHead,
): Promise<void> => {
  const reached = await view.waitFor(asked, minPositionWaitMs);
  if (reached >= asked) return;
  if (log !== undefined && !(await mayExist(log, asked))) {
    throw invalidRequest({ path: header, message: 'beyond the head of the log', in: 'header' });
  }
  throw new ProblemError({ name: 'not-caught-up', fields: { position: reached }, retryAfterSeconds });
};

/** The position that a request names. Throws the problem of one that is none. */
const askedPosition = ({ headers }: FastifyRequest): Position | undefined => {
  const asked = headers[header.toLowerCase()];
  if (asked === undefined) return undefined;
  if (typeof asked === 'string' && positionPattern.test(asked)) return asked;
  throw invalidRequest({ path: header, message: 'a position: 20 digits', in: 'header' });
};

export const readsAtPosition =
  (view: PositionedView): preHandlerAsyncHookHandler =>
  async (request, reply) => {
    const asked = askedPosition(request);
    if (asked !== undefined) await demandPosition(view, asked, request.server.eventLog);
    // Before the read: what it finds may be newer than this says, never older.
    const asOfMs = await view.asOf?.();
    if (asOfMs !== undefined) reply.header(asOfHeader, new Date(asOfMs).toISOString());
  };

/** For a read that another engine may answer: what it has to know, and what is left of the time to wait for it. */
export const atAskedPosition = (
  request: FastifyRequest,
  { elapsedTime }: FastifyReply,
): { readonly at?: { readonly position: Position; readonly waitMs: number } } => {
  const position = askedPosition(request);
  return position === undefined
    ? {}
    : { at: { position, waitMs: Math.max(0, minPositionWaitMs - elapsedTime) } };
};

/** Waits for all that is in the log now, whichever node wrote it. */
export const reachHead = async (view: PositionedView, log: LogHead): Promise<void> =>
  demandPosition(view, await log.head());

/** For what must never be behind, without being asked. */
export const readsAtHead =
  (...source: Parameters<typeof reachHead>): preHandlerAsyncHookHandler =>
  async () =>
    reachHead(...source);
