import type { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import type { AsOf, Folded } from '../../commands/engine/CommandRunner.ts';
import type { TheaterTexts } from '../../commands/theater/theaterTexts.ts';
import { streamOf } from '../../domain/kernel/streams.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import { showtimeAggregate } from '../../domain/showtime/showtimeAggregate.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import type { AvailabilityQueries } from '../../projections/availability/availabilityQueries.ts';
import type { CatalogQueries } from '../../projections/catalog/queries.ts';
import type { StaleStreams } from '../../projections/engine/staleStreams.ts';
import type { ReportQueries } from '../../projections/reports/reportQueries.ts';
import type { PageRequest } from '../../projections/sql/page.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { resolveAsOf } from '../http/asOf.ts';
import { demandRoleFor } from '../http/auth/access.ts';
import { demandPosition, furthestBehind, type MayBeBehind, readsAtPosition } from '../http/minPosition.ts';
import { notFound } from '../http/problems/Problem.ts';
import { idParams, pageOf } from '../http/schemas.ts';
import { orBefore } from '../http/stale.ts';
import { showtimeListed, showtimesOfMovieQuery, showtimesOfTheaterQuery, showtimesQuery } from './schemas.ts';
import { listedTitles, type Titles, titlesOf } from './titles.ts';
import { existingShowtime, showtimeView, standingView, withCancellation } from './views.ts';

type ListQuery = z.output<typeof showtimesQuery>;
type PastQuery = Pick<z.output<typeof showtimesOfTheaterQuery>, 'date' | 'limit' | 'cursor'> & {
  readonly asOf: AsOf;
};

export interface ShowtimeListRoutesDeps {
  readonly catalog: CatalogQueries & MayBeBehind;
  readonly availability: AvailabilityQueries & MayBeBehind;
  readonly commands: Pick<Commands, 'showtimes' | 'movies' | 'theaters' | 'halls'>;
  readonly clock: Clock;
  readonly texts: TheaterTexts;
  readonly events: Pick<EventStore, 'head' | 'readAll'>;
  readonly reports: Pick<ReportQueries, 'shows' | 'waitFor'>;
  /** Streams that the models of the lists have parked. */
  readonly staleShowtimes?: StaleStreams;
}

export const showtimeListRoutes = (app: ApiInstance, deps: ShowtimeListRoutesDeps): void => {
  const { availability, catalog, clock, commands, events, reports, texts, staleShowtimes } = deps;
  const listsAtPosition = readsAtPosition(furthestBehind(catalog, availability));

  const readView = (id: string, titles: Titles, nowMs: number) => {
    const viewOf = ({ state }: Folded<ShowtimeState>) => {
      const showtime = existingShowtime(state);
      return withCancellation(texts, showtime, showtimeView(showtime, titles, nowMs));
    };
    return orBefore(
      async () => viewOf(await commands.showtimes.read(id)),
      async (revision) => viewOf(await commands.showtimes.readAt(id, revision)),
    );
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
    const parked = await staleShowtimes?.();
    const shown = items.map(async ({ distanceKm, ...item }) => {
      const titles = titlesIn(item) ?? (await titlesOf(commands, item));
      const standing = standings.get(item.id);
      const view =
        standing === undefined
          ? await readView(item.id, titles, nowMs)
          : await withCancellation(texts, standing, standingView(standing, titles, nowMs));
      const stale = parked?.get(streamOf(showtimeAggregate, item.id));
      const said = { ...view, ...(stale === undefined ? {} : { stale }) };
      return distanceKm === undefined ? said : { ...said, distanceKm };
    });
    return { items: await Promise.all(shown), nextCursor };
  };
  const listAsOf = async (theaterId: string, { asOf, date, limit, cursor }: PastQuery) => {
    const reached = await resolveAsOf(events, asOf, clock.nowMs());
    await demandPosition(reports, reached.position);
    const { position: upTo, instant: atInstant = new Date(0).toISOString() } = reached;
    const { items, nextCursor } = await reports.shows({
      ...{ theaterId, upTo, atInstant, limit },
      ...('instant' in asOf ? { recordedBy: asOf.instant } : {}),
      ...(date === undefined ? {} : { date }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    const titlesIn = await listedTitles(catalog, items);
    const shown: z.output<typeof showtimeListed>[] = [];
    for (const item of items) {
      const showtime = existingShowtime((await commands.showtimes.readAsOf(item.id, asOf)).state);
      const titles = titlesIn(item) ?? (await titlesOf(commands, item));
      const view = showtimeView(showtime, titles, Date.parse(atInstant));
      shown.push(await withCancellation(texts, showtime, view));
    }
    return { items: shown, nextCursor };
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
        description:
          'As they were (`asOf`): analysts, and staff of the theater; without `date` all that had not ended then.',
        tags: ['browse'],
        params: idParams,
        querystring: showtimesOfTheaterQuery,
        response: listed,
      },
      onRequest: (request, _reply, done) => {
        if ((request.query as { asOf?: unknown }).asOf === undefined) return done();
        demandRoleFor(request, ['analyst', 'staff', 'admin'], (id) => id).then(() => done(), done);
      },
      preHandler: listsAtPosition,
    },
    async (request) => {
      const { id } = request.params;
      const isListed = (await catalog.theater(id)) !== undefined;
      if (!isListed && (await commands.theaters.read(id)).state.status === 'none') {
        throw notFound('There is no such theater');
      }
      const { asOf, ...query } = request.query;
      return asOf === undefined ? list({ ...query, theaterId: id }) : listAsOf(id, { ...query, asOf });
    },
  );
};
