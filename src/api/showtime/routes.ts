/** Showtimes: listed from the read models, each shown from memory, scheduled and run by the theater's staff. */
import type { z } from 'zod';
import type { Showtime, ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import type { PageRequest } from '../../projections/catalog/queries.ts';
import { showtimesOfMovieQuery, showtimesOfTheaterQuery, showtimesQuery } from '../catalog/schemas.ts';
import type { ApiInstance, AppDeps } from '../http/AppDeps.ts';
import { catalogStaff, demandTheater } from '../http/auth/access.ts';
import { furthestBehind, readsAtPosition } from '../http/minPosition.ts';
import { notFound } from '../http/problems/Problem.ts';
import { idParams, pageOf, replyToWrite } from '../http/schemas.ts';
import { decidedAtMs, doneOrProblem } from '../http/writeAnswer.ts';
import { writeRequest } from '../http/writeRequest.ts';
import { scheduleShowtimeBody, showtimeListed, showtimeShown } from './schemas.ts';
import { showtimeView, standingView } from './views.ts';

const formatDefault = '2D';
const languageDefault = 'en';

const existing = (state: ShowtimeState): Showtime => {
  if (state.status === 'none') throw notFound('There is no such showtime');
  return state;
};

type ListQuery = z.output<typeof showtimesQuery>;

export const showtimeRoutes = (app: ApiInstance, deps: AppDeps): void => {
  const { availability, catalog, clock, commands, position } = deps;
  const listsAtPosition = readsAtPosition(furthestBehind(catalog, availability));

  /**
   * Which showtimes: from the catalog. How they stand: from the availability model, so that browsing never loads
   * streams; only what that model has not heard of yet, or has parked, is read from its stream.
   */
  const list = async ({ limit, cursor, ...filter }: ListQuery) => {
    const nowMs = clock.nowMs();
    const page: PageRequest = { limit, ...(cursor === undefined ? {} : { cursor }) };
    const { items, nextCursor } = await catalog.showtimes({ ...filter, nowMs }, page);
    const standings = await availability.standings(items.map(({ id }) => id));
    const shown = items.map(async ({ id, distanceKm }) => {
      const standing = standings.get(id);
      const view =
        standing === undefined
          ? showtimeView(existing((await commands.showtimes.read(id)).state), nowMs)
          : standingView(standing, nowMs);
      return distanceKm === undefined ? view : { ...view, distanceKm };
    });
    return { items: await Promise.all(shown), nextCursor };
  };
  const listed = { 200: pageOf(showtimeListed) };

  app.get(
    '/v1/showtimes',
    {
      config: { access: 'anyone' },
      schema: {
        summary: 'Showtimes by start',
        tags: ['browse'],
        querystring: showtimesQuery,
        response: listed,
      },
      preHandler: listsAtPosition,
    },
    async (request) => list(request.query),
  );

  app.get(
    '/v1/movies/:id/showtimes',
    {
      config: { access: 'anyone' },
      schema: {
        summary: 'Showtimes of a movie by start',
        tags: ['browse'],
        params: idParams,
        querystring: showtimesOfMovieQuery,
        response: listed,
      },
      preHandler: listsAtPosition,
    },
    async (request) => {
      const { id } = request.params;
      if ((await catalog.movie(id, clock.nowMs())) === undefined) throw notFound('There is no such movie');
      return list({ ...request.query, movieId: id });
    },
  );

  app.get(
    '/v1/theaters/:id/showtimes',
    {
      config: { access: 'anyone' },
      schema: {
        summary: 'Showtimes of a theater by start',
        tags: ['browse'],
        params: idParams,
        querystring: showtimesOfTheaterQuery,
        response: listed,
      },
      preHandler: listsAtPosition,
    },
    async (request) => {
      const { id } = request.params;
      if ((await catalog.theater(id)) === undefined) throw notFound('There is no such theater');
      return list({ ...request.query, theaterId: id });
    },
  );

  app.get(
    '/v1/showtimes/:id',
    {
      config: { access: 'anyone', etag: true },
      schema: { summary: 'A showtime', tags: ['browse'], params: idParams, response: { 200: showtimeShown } },
      preHandler: readsAtPosition(position),
    },
    async (request) => {
      const { state } = await commands.showtimes.read(request.params.id);
      return showtimeView(existing(state), clock.nowMs());
    },
  );

  app.post(
    '/v1/showtimes',
    {
      config: { access: catalogStaff },
      schema: {
        summary: 'Schedule a showtime and open its sales',
        description: replyToWrite,
        tags: ['run'],
        body: scheduleShowtimeBody,
        response: { 201: showtimeShown },
      },
    },
    async (request, reply) => {
      const { movieId, hallId, startsAt, basePrice, format, language } = request.body;
      const write = writeRequest(request, deps, request.body);
      const hall = await commands.halls.read(hallId);
      if (hall.state.status !== 'none') demandTheater(request.caller, hall.state.theaterId);
      const showtimeId = write.newId('showtime');
      const outcome = await commands.scheduleShowtime(
        {
          showtimeId,
          movieId,
          hallId,
          startsAt: new Date(startsAt).toISOString(),
          basePrice,
          format: format ?? formatDefault,
          language: language ?? languageDefault,
        },
        write.context,
      );
      const done = doneOrProblem(reply, outcome);
      return reply
        .code(201)
        .header('location', `/v1/showtimes/${showtimeId}`)
        .send(showtimeView(existing(done.state), decidedAtMs(done, clock.nowMs())));
    },
  );
};
