/** One log line per request: the route’s pattern, no path, query, header or body. */

import type { FastifyBaseLogger } from 'fastify';
import { Counter, Histogram, type Registry } from 'prom-client';
import type { ApiInstance } from './ApiInstance.ts';
import { routeOf } from './routeOf.ts';

const durationBucketsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Censored wherever a request or an error of a client library is logged. */
export const logRedaction: readonly string[] = [
  'authorization',
  'cookie',
  'set-cookie',
  'hold-token',
  'booking-access',
  'guest-session',
  'queue-entry',
  'queue-admission',
  'bot-check',
  'idempotency-key',
  'holdToken',
  'accessToken',
  'refreshToken',
  'token',
].flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.headers["${name}"]`]);

export const addRequestLog = (
  app: ApiInstance,
  { metrics, logger }: { readonly metrics: Registry; readonly logger: FastifyBaseLogger },
): void => {
  const duration = new Histogram({
    name: 'marquee_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: durationBucketsSeconds,
    registers: [metrics],
  });
  const refusals = new Counter({
    name: 'marquee_refusals_total',
    help: 'Requests that were refused, by problem.',
    labelNames: ['problem'] as const,
    registers: [metrics],
  });
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    const route = routeOf(request).url ?? 'unknown';
    const { method } = request;
    const { statusCode: status, elapsedTime: elapsedMs } = reply;
    if (request.problem !== undefined) refusals.inc({ problem: request.problem.name });
    duration.observe({ method, route, status: String(status) }, elapsedMs / 1_000);
    // Without the censor, which costs more than the line: these fields hold no secret.
    logger.info(
      { requestId: request.id, method, route, status, elapsedMs: Math.round(elapsedMs) },
      'answered',
    );
    done();
  });
};
