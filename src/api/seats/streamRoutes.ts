/**
 * Written to the socket directly: a stream, a timer and an encoding per reader, as the SSE plugin has, cost too much
 * for a thousand readers of one map.
 */

import { Gauge, type Registry } from 'prom-client';
import { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import type { SteadyClock } from '../../ports/Clock.ts';
import type { SeatMaps } from '../../projections/seat-maps/SeatMaps.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { readsAtPosition } from '../http/minPosition.ts';
import type { KnownView } from '../http/ownWrites.ts';
import { notFound, ProblemError } from '../http/problems/Problem.ts';
import { idParams } from '../http/schemas.ts';
import { endAnswer, writeEventStreamHead } from '../http/writeEventStreamHead.ts';
import { readableMaps, staleWhileAway } from './readableMaps.ts';
import { openSeatStreams, seatStreamLimits } from './seatStreams.ts';
import { seatWaits } from './seatWaits.ts';

const revisionPattern = /^[0-9]{1,9}$/;
const lastEventId = z.looseObject({ 'last-event-id': z.string().optional() });

export interface SeatStreamRoutesDeps {
  readonly commands: Pick<Commands, 'showtimes' | 'theaters'>;
  readonly seatMaps: SeatMaps;
  readonly clock: SteadyClock;
  readonly position: KnownView;
  readonly metrics: Registry;
}

export const seatStreamRoutes = (
  app: ApiInstance,
  { commands, seatMaps, clock, position, metrics }: SeatStreamRoutesDeps,
): void => {
  const streams = openSeatStreams(readableMaps(seatMaps, commands), clock, staleWhileAway(app, position));
  new Gauge({
    name: 'marquee_seat_streams_open',
    help: 'Readers of live seat maps by server-sent events.',
    registers: [metrics],
    collect() {
      this.set(streams.readers());
    },
  });
  app.addHook('preClose', async () => streams.close());

  app.get(
    '/v1/showtimes/:id/seats/stream',
    {
      exposeHeadRoute: false,
      schema: {
        operationId: 'streamSeats',
        problems: ['budget-exhausted'],
        summary: 'The seat map as it changes',
        description:
          'Server-sent events, `id` is the revision: `snapshot` `{ revision, layoutVersion, status, stale? }`, then `delta` ' +
          '`{ revision, changes: [[seatId, letter]] }`. `Last-Event-ID` resumes. A comment every 15 seconds; a reader ' +
          'that is too slow is closed and comes back. Ends after at most an hour and with the token.',
        tags: ['browse'],
        params: idParams,
        headers: lastEventId,
        produces: ['text/event-stream'],
        response: { 200: z.string().describe('text/event-stream') },
      },
      preHandler: readsAtPosition(position),
    },
    async (request, reply) => {
      const last = request.headers['last-event-id'];
      const giveBack = await app.joinWaiting(request, {
        ...seatWaits(commands, request.params.id),
        lifeMs: seatStreamLimits.lifeMs,
        leave: () => endAnswer(reply.raw),
      });
      reply.raw.once('close', giveBack);
      const joined = await streams.join(request.params.id, reply.raw, {
        ...(typeof last === 'string' && revisionPattern.test(last) ? { lastRevision: Number(last) } : {}),
        onJoining: () => {
          reply.hijack();
          writeEventStreamHead(reply.raw, reply.getHeaders());
        },
      });
      if (joined === 'unknown') throw notFound('There is no such showtime');
      if (joined === 'full') throw new ProblemError({ name: 'overloaded', retryAfterSeconds: 1 });
      return reply;
    },
  );
};
