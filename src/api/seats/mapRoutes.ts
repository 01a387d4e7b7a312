import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import type { TheaterTexts } from '../../commands/theater/theaterTexts.ts';
import type { SeatMaps } from '../../projections/seat-maps/SeatMaps.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { demandPast } from '../http/asOf.ts';
import { demandRoleFor } from '../http/auth/access.ts';
import { hasRole, mayActFor } from '../http/auth/Caller.ts';
import { openLongPoll } from '../http/longPoll.ts';
import { readsAtPosition } from '../http/minPosition.ts';
import { type KnownView, readsOwnWrites } from '../http/ownWrites.ts';
import { idParams } from '../http/schemas.ts';
import { jsonText } from '../http/typedAnswers.ts';
import { existingMap, mapAsItWas, type ReadableMap, readableMaps, staleWhileAway } from './readableMaps.ts';
import { compactSeatMapShown, seatMapShown, seatsQuery } from './schemas.ts';
import { seatWaits } from './seatWaits.ts';
import { compactSeatMapText, openedReasons, ownersIn, seatMapTag, seatMapView } from './views.ts';

type SeatsQuery = z.output<typeof seatsQuery>;

export interface SeatMapRoutesDeps {
  readonly commands: Pick<Commands, 'showtimes' | 'theaters'>;
  readonly seatMaps: SeatMaps;
  readonly position: KnownView;
  readonly texts: Pick<TheaterTexts, 'open'>;
}

export const seatMapRoutes = (app: ApiInstance, deps: SeatMapRoutesDeps): void => {
  const { showtimes } = deps.commands;
  const { texts } = deps;
  const seatMaps = readableMaps(deps.seatMaps, deps.commands);
  const asShownNow = staleWhileAway(app, deps.position);
  const longPoll = openLongPoll(app);

  const theaterOf = async (id: string) => {
    const known = await showtimes.read(id);
    const { state } = known.state.status === 'none' ? await showtimes.readCurrent(id) : known;
    return state.status === 'none' ? undefined : state.facts.theaterId;
  };

  const preHandler = [readsAtPosition(deps.position), readsOwnWrites(app, deps.position)];
  /** Said only where a shared store is configured. */
  const tellSource = (reply: FastifyReply): void => {
    if (seatMaps.isSharedStoreAway()) reply.header('marquee-source', 'node');
  };

  const find = async (
    request: FastifyRequest,
    id: string,
    query: SeatsQuery,
    reply: FastifyReply,
  ): Promise<ReadableMap | undefined> => {
    const { since, wait = 0, asOf, revision } = query;
    if (revision !== undefined) return mapAsItWas(await showtimes.readAt(id, revision));
    if (asOf !== undefined) {
      await demandPast(app.eventLog, asOf);
      return mapAsItWas(await showtimes.readAsOf(id, asOf));
    }
    if (since === undefined) return existingMap(await seatMaps.read(id));
    const look = async () => {
      const found = existingMap(await seatMaps.read(id));
      return found.revision > since ? found : undefined;
    };
    const listen = (wake: () => void) => seatMaps.listenTo(id, wake);
    const asked = { ...seatWaits(deps.commands, id), waitMs: wait * 1_000 };
    return longPoll.until({ look, listen }, asked, request, reply);
  };

  app.get(
    '/v1/showtimes/:id/seats',
    {
      config: { etag: true, typedAnswer: true },
      schema: {
        operationId: 'getSeats',
        summary: 'The seat map',
        description:
          'As it was (`asOf`, `revision`): analysts and staff. Staff of the theater also see why a seat is blocked and whose booking it is in.',
        tags: ['browse'],
        params: idParams,
        querystring: seatsQuery,
        response: { 200: z.union([compactSeatMapShown, seatMapShown]), 304: z.undefined() },
      },
      onRequest: (request, _reply, done) => {
        const { asOf, revision } = request.query as { asOf?: unknown; revision?: unknown };
        if (asOf === undefined && revision === undefined) return done();
        demandRoleFor(request, ['analyst', 'staff', 'admin'], theaterOf).then(() => done(), done);
      },
      preHandler,
    },
    async (request, reply) => {
      const { asOf, revision } = request.query;
      const read = await find(request, request.params.id, request.query, reply);
      tellSource(reply);
      if (read === undefined) return reply.code(304).send(undefined);
      const found = (asOf ?? revision) === undefined ? asShownNow(read) : read;
      if (found.stale === undefined) reply.header('etag', seatMapTag(found));
      reply.header('cache-control', 'no-cache');
      if (request.query.view === 'compact') return jsonText(reply, compactSeatMapText(found));
      const isNow = (asOf ?? revision ?? found.stale) === undefined;
      if (!isNow || !hasRole(request.caller, 'staff', 'admin')) return seatMapView(found);
      const { state } = await showtimes.read(found.showtimeId);
      if (state.status === 'none' || !mayActFor(request.caller, state.facts.theaterId))
        return seatMapView(found);
      reply.header('cache-control', 'private, no-store');
      return seatMapView(found, ownersIn(state, await openedReasons(state, texts)));
    },
  );

  app.get(
    '/v1/showtimes/:id/layout',
    {
      schema: {
        operationId: 'getShowtimeLayout',
        summary: 'Leads to the layout version that the showtime uses',
        tags: ['browse'],
        params: idParams,
        response: { 302: z.undefined() },
      },
      preHandler,
    },
    async (request, reply) => {
      const { hallId, layoutVersion } = existingMap(await seatMaps.read(request.params.id));
      return reply.redirect(`/v1/halls/${hallId}/layouts/${layoutVersion}`, 302);
    },
  );
};
