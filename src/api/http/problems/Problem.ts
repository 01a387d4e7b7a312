import type { FastifyReply } from 'fastify';

interface ProblemKind {
  readonly status: number;
  readonly title: string;
}

export const problemKinds = {
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'idempotency-key-required': { status: 400, title: 'This request needs an Idempotency-Key' },
  'sign-in-again': { status: 401, title: 'A fresh sign-in is needed' },
  unauthorized: { status: 401, title: 'A valid token is needed' },
  'payment-declined': { status: 402, title: 'The payment was declined' },
  'payment-failed': { status: 402, title: 'The payment could not be completed' },
  forbidden: { status: 403, title: 'The token does not allow this' },
  'challenge-required': { status: 403, title: 'A proof is asked for: many seats are held from this address' },
  'queue-required': { status: 403, title: 'Seats of this showtime are held by turn' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'not-acceptable': { status: 406, title: 'There is no such representation' },
  'request-in-progress': { status: 409, title: 'A request with this Idempotency-Key is still running' },
  'already-admitted': { status: 409, title: 'The ticket was used' },
  'already-exists': { status: 409, title: 'It exists already' },
  'booking-in-progress': { status: 409, title: 'A payment for this hold is under way' },
  'customer-erased': { status: 409, title: 'This customer was erased' },
  'currency-in-use': { status: 409, title: 'Seats are held or booked in another currency' },
  'hall-busy': { status: 409, title: 'The hall is taken at that time' },
  'hold-already-booked': { status: 409, title: 'The hold was booked' },
  'hold-cap-reached': { status: 409, title: 'The hold cannot be extended any further' },
  'lone-seat': { status: 409, title: 'The choice would leave a single seat between taken ones' },
  'not-cancellable': { status: 409, title: 'The booking cannot be cancelled' },
  'not-confirmed': { status: 409, title: 'The booking is not confirmed' },
  'not-parked': { status: 409, title: 'It was not given up' },
  'nothing-stuck': { status: 409, title: 'No payment of this booking is stuck' },
  'refund-not-possible': { status: 422, title: 'The gateway cannot pay that amount back' },
  'lot-not-drawn': { status: 409, title: 'The lot of this queue is not drawn yet' },
  'not-near-front': { status: 409, title: 'Only callers near the front of a queue get a stream' },
  'prices-kept': { status: 409, title: 'Prices stay until the queue is closed' },
  'queue-not-open': { status: 409, title: 'This queue does not take entries yet' },
  'queue-over': { status: 409, title: 'This queue is closed' },
  'showtime-queued': { status: 409, title: 'The showtime has a queue' },
  'purchase-limit': { status: 409, title: 'The customer has as many seats of this showtime as one may buy' },
  'quote-changed': { status: 409, title: 'The total is not the expected one' },
  'refund-changed': { status: 409, title: 'The refund is not the expected one' },
  'seats-unavailable': { status: 409, title: 'Some of the seats are not available' },
  'seats-would-vanish': { status: 409, title: 'Seats in use are missing in the newer layout' },
  'showtime-not-on-sale': { status: 409, title: 'The showtime is not on sale' },
  'too-early': { status: 409, title: 'The gate is not open yet' },
  'too-many-payments': { status: 409, title: 'Too many payments were tried for this hold' },
  'wrong-showtime': { status: 409, title: 'The ticket is for another showtime' },
  'layout-not-newer': { status: 409, title: 'The showtime has this layout version or a newer one' },
  'hold-expired': { status: 410, title: 'The hold is over' },
  'stale-version': { status: 412, title: 'It was edited since' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON' },
  'search-superseded': { status: 409, title: 'A newer search of this caller took the place of this one' },
  'idempotency-key-reused': { status: 422, title: 'This Idempotency-Key came with another body before' },
  'invalid-passkey': { status: 422, title: 'The passkey proves nothing here' },
  'invalid-code': { status: 422, title: 'The code is not valid' },
  'invalid-ticket': { status: 422, title: 'This is no valid ticket' },
  'price-too-high': { status: 422, title: 'Some seat would cost more than a price can be' },
  'seats-belong-together': { status: 422, title: 'Some of the seats are only held together with others' },
  'start-not-possible': { status: 422, title: 'The showtime cannot start then' },
  'timetable-full': { status: 422, title: 'The hall has as many showtimes as it can keep' },
  'too-many-layouts': { status: 422, title: 'The hall has as many layout versions as it can keep' },
  'too-many-skips': { status: 422, title: 'Too many events of this stream are passed over' },
  'too-many-seats': { status: 422, title: 'Too many seats for one hold' },
  'unknown-add-on': { status: 422, title: 'Nothing of that kind is sold' },
  'promo-code-not-valid': { status: 422, title: 'The promotion cannot be used' },
  'unknown-seat': { status: 422, title: 'There is no such seat here' },
  'wrong-currency': { status: 422, title: 'The theater sells in another currency' },
  'budget-exhausted': { status: 429, title: 'A budget of this caller or address is used up' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'internal-error': { status: 500, title: 'Something went wrong here' },
  'not-caught-up': { status: 503, title: 'This view has not reached the asked position yet' },
  overloaded: { status: 503, title: 'The server is overloaded' },
  'payment-unavailable': { status: 503, title: 'The payment gateway is away; the hold stays' },
  'read-only': { status: 503, title: 'This server answers reads only' },
  'temporarily-unavailable': { status: 503, title: 'A needed part is away; try again later' },
} as const satisfies Record<string, ProblemKind>;

export type ProblemName = keyof typeof problemKinds;

export interface Problem {
  readonly name: ProblemName;
  /** One sentence about this occurrence; the title when absent. */
  readonly detail?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
  /** There is such a thing, but not for this caller. Only the security log tells. */
  readonly isDenial?: true;
}

/** For refusals before or outside a command. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(problem: Problem) {
    // No stack: a refusal is an answer, and the stack costs more than the rest of it.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(problem.name);
    Error.stackTraceLimit = stackTraceLimit;
    this.problem = problem;
  }
}

export const notFound = (detail?: string): ProblemError =>
  new ProblemError({ name: 'not-found', ...(detail === undefined ? {} : { detail }) });

/** 404 for a thing that exists but that the caller may not see. The security log records it as a denial. */
export const notYours = (detail?: string): ProblemError =>
  new ProblemError({ name: 'not-found', ...(detail === undefined ? {} : { detail }), isDenial: true });

export interface FieldFault {
  readonly path: string;
  readonly message: string;
  readonly in: 'body' | 'query' | 'path' | 'header';
}

export const invalidRequest = (...errors: readonly FieldFault[]): ProblemError =>
  new ProblemError({
    name: 'invalid-request',
    detail: errors[0]?.message ?? 'The request is not valid',
    fields: { errors },
  });

export const problemTypeOf = (name: ProblemName): string => `/problems/${name}`;

export const problemBody = (problem: Problem, requestId: string): Record<string, unknown> => {
  const { status, title } = problemKinds[problem.name];
  return {
    type: problemTypeOf(problem.name),
    title,
    status,
    detail: problem.detail ?? title,
    requestId,
    ...problem.fields,
  };
};

/** Text, so that it does not pass through the response schemas of the route. */
export const sendProblem = (reply: FastifyReply, problem: Problem): FastifyReply => {
  reply.request.problem = problem;
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', problem.retryAfterSeconds);
  if (problem.name === 'unauthorized') reply.header('www-authenticate', 'Bearer');
  return reply
    .code(problemKinds[problem.name].status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('x-request-id', reply.request.id)
    .send(JSON.stringify(problemBody(problem, reply.request.id)));
};
