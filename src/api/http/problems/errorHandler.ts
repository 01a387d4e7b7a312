/**
 * Messages of errors that this program did not write for its callers are logged, not sent; the caller gets a request
 * id to quote.
 */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { BotCheckUnavailable } from '../../../ports/BotCheck.ts';
import { AppendRefused, EventStoreUnavailable } from '../../../ports/EventStore.ts';
import { KeyStoreUnavailable } from '../../../ports/KeyStore.ts';
import { PaymentUnavailable } from '../../../ports/PaymentGateway.ts';
import { ReadModelMissing, ReadStoreUnavailable } from '../../../ports/ReadStore.ts';
import { IdentityStoreUnavailable } from '../../../ports/Revocations.ts';
import { SecurityLogUnavailable } from '../../../ports/SecurityLog.ts';
import { TicketRendererBusy } from '../../../ports/TicketRenderer.ts';
import { TokenIssuerUnavailable } from '../../../ports/TokenIssuers.ts';
import { WaitingRoomUnavailable } from '../../../ports/WaitingRoom.ts';
import { InvalidCursor } from '../../../projections/sql/page.ts';
import { invalidRequest, type Problem, ProblemError, sendProblem } from './Problem.ts';

const retryAfterSecondsDefault = 1;
/** A body that is too large is read up to this and discarded, so that its sender gets the answer. */
const discardedBytesMax = 16 * 1_048_576;

/** Fastify's own refusals, by its error codes; every other 4xx of Fastify is a malformed request. */
const frameworkProblems: Readonly<Record<string, Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { name: 'payload-too-large' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { name: 'unsupported-media-type' },
};

/** A missing read model is being built. */
const engineErrors = [
  EventStoreUnavailable,
  ReadStoreUnavailable,
  ReadModelMissing,
  KeyStoreUnavailable,
  IdentityStoreUnavailable,
  PaymentUnavailable,
  TokenIssuerUnavailable,
  TicketRendererBusy,
  WaitingRoomUnavailable,
  BotCheckUnavailable,
  SecurityLogUnavailable,
];

const malformed = (message: string): Problem => invalidRequest({ path: '', message, in: 'body' }).problem;

/** Undefined for an unexpected error. */
const problemOfError = (error: unknown): Problem | undefined => {
  if (error instanceof ProblemError) return error.problem;
  if (engineErrors.some((engineError) => error instanceof engineError)) {
    return { name: 'temporarily-unavailable', retryAfterSeconds: retryAfterSecondsDefault };
  }
  if (error instanceof InvalidCursor) {
    return invalidRequest({ path: 'cursor', message: 'not a cursor of this list', in: 'query' }).problem;
  }
  if (error instanceof AppendRefused) return malformed('this cannot be stored');
  if (!(error instanceof Error)) return undefined;
  const { code, statusCode } = error as Partial<FastifyError>;
  const known = code === undefined ? undefined : frameworkProblems[code];
  if (known !== undefined) return known;
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return malformed(error instanceof SyntaxError ? 'not valid JSON' : 'the request is malformed');
  }
  return undefined;
};

/**
 * Fastify closes the connection while the body is still being sent; the sender then often does not see the answer.
 */
const keepConnection = (request: FastifyRequest, reply: FastifyReply): void => {
  if (Number(request.headers['content-length']) <= discardedBytesMax) reply.removeHeader('connection');
};

export const handleError = (error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
  const problem = problemOfError(error);
  if (problem?.name === 'payload-too-large') keepConnection(request, reply);
  if (problem !== undefined) return sendProblem(reply, problem);
  request.log.error({ requestId: request.id, err: error }, 'a request failed unexpectedly');
  return sendProblem(reply, { name: 'internal-error' });
};
