import type { FastifyReply } from 'fastify';
import { type ProblemName, problemKinds } from './problemKinds.ts';

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
