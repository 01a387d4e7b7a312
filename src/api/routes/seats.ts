/** The seat map of a showtime: whole, compact, as it was, or when it changes. Served from memory. */
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Folded } from '../../commands/CommandRunner.ts';
import type { Showtime, ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import type { ApiInstance, AppDeps } from '../AppDeps.ts';
import { demandAccess, ownTheaterOnly } from '../auth/access.ts';
import { hasRole } from '../auth/Caller.ts';
import { openLongPoll } from '../longPoll.ts';
import { readsAtPosition } from '../minPosition.ts';
import { notFound } from '../problems/Problem.ts';
import { idParams } from '../schemas/shared.ts';
import { compactSeatMapShown, seatMapShown, seatsQuery } from '../schemas/showtimes.ts';
import { compactSeatMapView, seatMapTag, seatMapView } from '../views/showtimeView.ts';

type SeatsQuery = z.output<typeof seatsQuery>;

const existing = ({ state, revision }: Folded<ShowtimeState>): { showtime: Showtime; revision: number } => {
  if (state.status === 'none') throw notFound('There is no such showtime');
  return { showtime: state, revision };
};

export const seatRoutes = (app: ApiInstance, deps: AppDeps): void => {
  const { showtimes } = deps.commands;
  const longPoll = openLongPoll(app);

  const ofOwnTheater = ownTheaterOnly(async (id) => {
    const { state } = await showtimes.read(id);
    return state.status === 'none' ? undefined : state.facts.theaterId;
  });

  const find = async (id: string, query: SeatsQuery, reply: FastifyReply) => {
    const { since, wait = 0, asOf, revision } = query;
    if (revision !== undefined) return existing(await showtimes.readAt(id, revision));
    if (asOf !== undefined) return existing(await showtimes.readAsOf(id, Date.parse(asOf)));
    if (since === undefined) return existing(await showtimes.read(id));
    const newer = async () => {
      const found = existing(await showtimes.read(id));
      return found.revision > since ? found : undefined;
    };
    return longPoll.until(newer, wait * 1_000, reply);
  };

  app.get(
    '/v1/showtimes/:id/seats',
    {
      config: { access: 'anyone', etag: true },
      schema: {
        summary: 'The seat map',
        description: 'As it was (`asOf`, `revision`): analysts and staff.',
        tags: ['browse'],
        params: idParams,
        querystring: seatsQuery,
        response: { 200: z.union([compactSeatMapShown, seatMapShown]), 304: z.undefined() },
      },
      onRequest: async function (request, reply) {
        const { asOf, revision } = request.query as { asOf?: unknown; revision?: unknown };
        if (asOf === undefined && revision === undefined) return;
        demandAccess(request.caller, ['analyst', 'staff', 'admin']);
        if (!hasRole(request.caller, 'analyst')) await ofOwnTheater.call(this, request, reply);
      },
      preHandler: readsAtPosition(deps.position),
    },
    async (request, reply) => {
      const found = await find(request.params.id, request.query, reply);
      if (found === undefined) return reply.code(304).send(undefined);
      const { showtime, revision } = found;
      reply.header('etag', seatMapTag(showtime, revision)).header('cache-control', 'no-cache');
      return request.query.view === 'compact'
        ? compactSeatMapView(showtime, revision)
        : seatMapView(showtime, revision);
    },
  );

  app.get(
    '/v1/showtimes/:id/layout',
    {
      config: { access: 'anyone' },
      schema: {
        summary: 'Leads to the layout version that the showtime uses',
        tags: ['browse'],
        params: idParams,
        response: { 302: z.undefined() },
      },
      preHandler: readsAtPosition(deps.position),
    },
    async (request, reply) => {
      const { showtime } = existing(await showtimes.read(request.params.id));
      const { hallId, layoutVersion } = showtime.facts;
      return reply.redirect(`/v1/halls/${hallId}/layouts/${layoutVersion}`, 302);
    },
  );
};
