import underPressure from '@fastify/under-pressure';
import type { ApiInstance } from './ApiInstance.ts';
import type { ApiSettings } from './ApiSettings.ts';
import { laneOf } from './limits/lanes.ts';
import { ProblemError } from './problems/Problem.ts';
import { routeOf } from './routeOf.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answered also when other requests are shed: probes must tell a busy node from a dead one. */
    neverShed?: boolean;
  }
}

const retryAfterSeconds = 1;
const hangUpEveryMs = 100;
/** Holds and payments are shed at so many times the delay at which browsing and the back office are. */
const sellingShedFactor = 4;
/**
 * Answered in any second however slow the event loop is. A start, or another process on the machine, slows it without any
 * request being the cause, and refusing a few requests would not make it faster.
 */
const neverShedPerSecond = 32;

export const addShedding = async (app: ApiInstance, settings: ApiSettings): Promise<void> => {
  let draining = false;
  let hangingUp: NodeJS.Timeout | undefined;
  app.addHook('preClose', async () => {
    draining = true;
    // Closing ends idle connections only. One in use would be kept alive for the next request, and the program with it.
    hangingUp = setInterval(() => app.server.closeIdleConnections(), hangUpEveryMs);
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (draining) reply.header('connection', 'close');
    done(null, payload);
  });
  app.addHook('onClose', async () => clearInterval(hangingUp));
  app.addHook('onRequest', (request, _reply, done) => {
    if (!draining || routeOf(request).config.neverShed === true) return done();
    done(new ProblemError({ name: 'overloaded', detail: 'The server is stopping', retryAfterSeconds }));
  });
  let slowSecond = { startMs: 0, requests: 0 };
  await app.register(underPressure, {
    maxEventLoopDelay: settings.eventLoopDelayMsMax,
    pressureHandler: async (request, _reply, _type, delayMs = 0) => {
      if (routeOf(request).config.neverShed === true) return;
      const isLast = laneOf(request) === 'selling';
      if (isLast && delayMs <= sellingShedFactor * settings.eventLoopDelayMsMax) return;
      const nowMs = performance.now();
      if (nowMs - slowSecond.startMs >= 1_000) slowSecond = { startMs: nowMs, requests: 0 };
      slowSecond.requests += 1;
      if (slowSecond.requests <= neverShedPerSecond) return;
      throw new ProblemError({ name: 'overloaded', retryAfterSeconds });
    },
  });
};
