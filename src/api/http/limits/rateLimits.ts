import type { FastifyReply, FastifyRequest } from 'fastify';
import { type RateCounts, rateWindowMs } from '../../../commands/limits/rateCounts.ts';
import type { Clock } from '../../../ports/Clock.ts';
import type { ApiInstance } from '../ApiInstance.ts';
import type { ApiSettings } from '../ApiSettings.ts';
import { isGuest } from '../auth/Caller.ts';
import { ProblemError } from '../problems/Problem.ts';
import { routeOf } from '../routeOf.ts';
import { callerKeyOf, isExempt } from './asker.ts';
import { clientBlockOf } from './clientAddress.ts';
import { laneOf } from './lanes.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a request counts for; 1 when absent. */
    cost?: number;
  }
}

export interface RateLimitDeps {
  readonly settings: ApiSettings;
  readonly rates: RateCounts;
  readonly clock: Clock;
}

/** Of what an address may ask: a house or an office has several callers. */
const callersPerAddress = 5;
/** Each so many bytes of a body count as one more request, because a body is read even when it is refused. */
const countedBodyBytes = 16 * 1_024;

const bodyCostOf = ({ headers }: FastifyRequest): number =>
  Math.floor(Number(headers['content-length'] ?? 0) / countedBodyBytes);

type Measure = 'address' | 'caller';

interface Limited {
  readonly measure: Measure;
  readonly of: string;
  readonly max: number;
}

/** By address before a token is read, by caller after it. Both tell what is left, as draft-ietf-httpapi-ratelimit-headers says. */
export const addRateLimits = (app: ApiInstance, { settings, rates, clock }: RateLimitDeps) => {
  const { rateLimit } = settings;
  if (rateLimit === undefined) return { byAddress: () => undefined, byCaller: () => undefined };
  const { max } = rateLimit;
  const windowSeconds = rateWindowMs / 1_000;

  const isFree = (request: FastifyRequest): boolean =>
    routeOf(request).config.neverShed === true || isExempt(rateLimit, request);

  const tell = (reply: FastifyReply, name: string, item: string): void => {
    const before = reply.getHeader(name);
    reply.header(name, typeof before === 'string' ? `${before}, ${item}` : item);
  };

  const demand = (request: FastifyRequest, reply: FastifyReply, limited: Limited): void => {
    const { measure, of } = limited;
    const nowMs = clock.nowMs();
    const bodyCost = bodyCostOf(request);
    const cost = (routeOf(request).config.cost ?? 1) + bodyCost;
    const { used, windowEndMs } = rates.count(
      `${laneOf(request)} ${measure} ${of}`,
      cost,
      limited.max,
      nowMs,
    );
    const resetSeconds = Math.max(1, Math.ceil((windowEndMs - nowMs) / 1_000));
    tell(reply, 'ratelimit-policy', `"${measure}";q=${limited.max};w=${windowSeconds}`);
    tell(reply, 'ratelimit', `"${measure}";r=${Math.max(0, limited.max - used)};t=${resetSeconds}`);
    if (used <= limited.max) return;
    // Else the body would be read to its end.
    if (bodyCost > 0) reply.header('connection', 'close');
    throw new ProblemError({ name: 'rate-limited', retryAfterSeconds: resetSeconds });
  };

  return {
    byAddress: () =>
      app.addHook('onRequest', (request, reply, done) => {
        if (!isFree(request)) demand(request, reply, { measure: 'address', of: clientBlockOf(request), max });
        done();
      }),
    byCaller: () =>
      app.addHook('onRequest', (request, reply, done) => {
        const { caller, headers } = request;
        // A session of this request's own has no past.
        const isKnown = !isGuest(caller) || headers['guest-session'] !== undefined;
        if (!isKnown || isFree(request)) return done();
        const of = callerKeyOf(app, request);
        const share = laneOf(request) === 'back-office' ? 1 : callersPerAddress;
        demand(request, reply, { measure: 'caller', of, max: Math.max(1, Math.floor(max / share)) });
        done();
      }),
  };
};
