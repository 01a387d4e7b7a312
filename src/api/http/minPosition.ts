import type {
  FastifyReply,
  FastifyRequest,
  preHandlerAsyncHookHandler,
  preHandlerHookHandler,
} from 'fastify';
import type { Position } from '../../ports/EventStore.ts';
import { invalidRequest, ProblemError } from './problems/Problem.ts';
import { staleAt } from './stale.ts';

export interface LogHead {
  head(): Promise<Position>;
}

const header = 'Marquee-Min-Position';
const asOfHeader = 'Marquee-As-Of';
const positionPattern = /^[0-9]{20}$/;
const minPositionWaitMs = 2_000;
/** Most views are there by then, and the log need not be asked. */
const soonMs = 50;
const retryAfterSeconds = 1;

export interface PositionedView {
  /** How far the view is. */
  position(): Position | Promise<Position>;
  waitFor(position: Position, withinMs: number): Promise<Position>;
  /**
   * The instant (ms) up to which the view is complete when it is behind; undefined when it is not. Absent for views
   * that are never behind. Must not throw.
   */
  asOf?(): Promise<number | undefined>;
}

/** The instant (ms) as of which a read model answers; undefined while it is up to date. */
export type MayBeBehind = Pick<PositionedView, 'asOf'>;

const least = (positions: readonly Position[]): Position =>
  positions.reduce((so, each) => (each < so ? each : so));

export const furthestBehind = (...views: readonly PositionedView[]): PositionedView => ({
  position: async () => least(await Promise.all(views.map((view) => view.position()))),
  waitFor: async (position, withinMs) =>
    least(await Promise.all(views.map((view) => view.waitFor(position, withinMs)))),
  asOf: async () => {
    const instants = await Promise.all(views.map((view) => view.asOf?.()));
    const behind = instants.filter((instant) => instant !== undefined);
    return behind.length === 0 ? undefined : Math.min(...behind);
  },
});

/** True also while the log cannot be asked. */
const mayExist = async (log: LogHead, position: Position): Promise<boolean> =>
  log.head().then(
    (head) => position <= head,
    () => true,
  );

/** Throws the problem `not-caught-up`, or `invalid-request` when `log` is given and is not there either. */
export const demandPosition = async (
  view: Pick<PositionedView, 'waitFor'>,
  asked: Position,
  log?: LogHead,
): Promise<void> => {
  if (log !== undefined) {
    if ((await view.waitFor(asked, soonMs)) >= asked) return;
    if (!(await mayExist(log, asked))) {
      throw invalidRequest({ path: header, message: 'beyond the head of the log', in: 'header' });
    }
  }
  const reached = await view.waitFor(asked, minPositionWaitMs);
  if (reached >= asked) return;
  throw new ProblemError({ name: 'not-caught-up', fields: { position: reached }, retryAfterSeconds });
};

/** Throws invalid-request for a malformed position. */
const askedPosition = ({ headers }: FastifyRequest): Position | undefined => {
  const asked = headers[header.toLowerCase()];
  if (asked === undefined) return undefined;
  if (typeof asked === 'string' && positionPattern.test(asked)) return asked;
  throw invalidRequest({ path: header, message: 'a position: 20 digits', in: 'header' });
};

const reachPosition = async (
  view: PositionedView,
  asked: Position | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> => {
  const { eventLog } = request.server;
  if (asked !== undefined) await demandPosition(view, asked, eventLog);
  if (eventLog.isAway()) request.stale = staleAt(request.server, await view.position());
  // Asked before the read, so that it is never too new.
  const asOfMs = await view.asOf?.();
  if (asOfMs !== undefined) reply.header(asOfHeader, new Date(asOfMs).toISOString());
};

export const readsAtPosition =
  (view: PositionedView): preHandlerHookHandler =>
  (request, reply, done) => {
    const asked = askedPosition(request);
    const { eventLog } = request.server;
    if (asked === undefined && view.asOf === undefined && !eventLog.isAway()) return done();
    reachPosition(view, asked, request, reply).then(() => done(), done);
  };

/** For a read that another engine may answer: the position and the rest of the time to wait for it. */
export const atAskedPosition = (
  request: FastifyRequest,
  { elapsedTime }: FastifyReply,
): { readonly at?: { readonly position: Position; readonly waitMs: number } } => {
  const position = askedPosition(request);
  return position === undefined
    ? {}
    : { at: { position, waitMs: Math.max(0, minPositionWaitMs - elapsedTime) } };
};

/** Waits for everything in the log now, from any node. */
export const reachHead = async (view: PositionedView, log: LogHead): Promise<void> =>
  demandPosition(view, await log.head());

export const readsAtHead =
  (...source: Parameters<typeof reachHead>): preHandlerAsyncHookHandler =>
  async () =>
    reachHead(...source);
