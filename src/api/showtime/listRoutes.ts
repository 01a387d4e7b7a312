import type { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import type { TheaterTexts } from '../../commands/theater/theaterTexts.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { AvailabilityQueries } from '../../projections/availability/availabilityQueries.ts';
import type { CatalogQueries } from '../../projections/catalog/queries.ts';
import type { PageRequest } from '../../projections/sql/page.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { furthestBehind, type MayBeBehind, readsAtPosition } from '../http/minPosition.ts';
import { notFound } from '../http/problems/Problem.ts';
import { idParams, pageOf } from '../http/schemas.ts';
import { showtimeListed, showtimesOfMovieQuery, showtimesOfTheaterQuery, showtimesQuery } from './schemas.ts';
import { listedTitles, type Titles, titlesOf } from './titles.ts';
import { existingShowtime, showtimeView, standingView, withCancellation } from './views.ts';

type ListQuery = z.output<typeof showtimesQuery>;

export interface ShowtimeListRoutesDeps {
  readonly catalog: CatalogQueries & MayBeBehind;
  readonly availability: AvailabilityQueries & MayBeBehind;
  readonly commands: Pick<Commands, 'showtimes' | 'movies' | 'theaters' | 'halls'>;
  readonly clock: Clock;
  readonly texts: TheaterTexts;
}

export const showtimeListRoutes = (app: ApiInstance, deps: ShowtimeListRoutesDeps): void => {
  const { availability, catalog, clock, commands, texts } = deps;
  const listsAtPosition = readsAtPosition(furthestBehind(catalog, availability));

  const readView = async (id: string, titles: Titles, nowMs: number) => {
    const showtime = existingShowtime((await commands.showtimes.read(id)).state);
    return withCancellation(texts, showtime, showtimeView(showtime, titles, nowMs));
  };

  /**
   * The catalog says which showtimes, the availability model how they stand. A stream is read only for a showtime
   * that a model does not have yet.
   */
  const list = async ({ limit, cursor, ...filter }: ListQuery) => {
    const nowMs = clock.nowMs();
    const page: PageRequest = { limit, ...(cursor === undefined ? {} : { cursor }) };
    const { items, nextCursor } = await catalog.showtimes({ ...filter, nowMs }, page);
    const standings = await availability.standings(items.map(({ id }) => id));
    const titlesIn = await listedTitles(catalog, items);
    const shown = items.map(async ({ distanceKm, ...item }) => {
      const titles = titlesIn(item) ?? (await titlesOf(commands, item));
      const standing = standings.get(item.id);
      const view =
        standing === undefined
          ? await readView(item.id, titles, nowMs)
          : await withCancellation(texts, standing, standingView(standing, titles, nowMs));
      return distanceKm === undefined ? view : { ...view, distanceKm };
    });
    return { items: await Promise.all(shown), nextCursor };
  };
  const listed = { 200: pageOf(showtimeListed) };

  app.get(
    '/v1/showtimes',
    {
      schema: {
        operationId: 'listShowtimes',
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
      schema: {
        operationId: 'listShowtimesOfMovie',
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
      const isListed = (await catalog.movie(id, clock.nowMs())) !== undefined;
      // One that was just registered is not in the catalog yet.
      if (!isListed && (await commands.movies.read(id)).state.status === 'none') {
        throw notFound('There is no such movie');
      }
      return list({ ...request.query, movieId: id });
    },
  );

  app.get(
    '/v1/theaters/:id/showtimes',
    {
      schema: {
        operationId: 'listShowtimesOfTheater',
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
      const isListed = (await catalog.theater(id)) !== undefined;
      if (!isListed && (await commands.theaters.read(id)).state.status === 'none') {
        throw notFound('There is no such theater');
      }
      return list({ ...request.query, theaterId: id });
    },
  );
};
