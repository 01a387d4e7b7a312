import { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { CatalogQueries } from '../../projections/catalog/queries.ts';
import type { SearchQueries } from '../../projections/search/searchQueries.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import {
  atAskedPosition,
  furthestBehind,
  type MayBeBehind,
  type PositionedView,
  readsAtPosition,
} from '../http/minPosition.ts';
import { notFound } from '../http/problems/Problem.ts';
import { idParams, replyToWrite } from '../http/schemas.ts';
import { maybeStale, orStale } from '../http/stale.ts';
import { doneOrProblem } from '../http/writeAnswer.ts';
import { expectedVersion, type WriteDeps, writeRequest } from '../http/writeRequest.ts';
import { foundOf, moviesQuery, suggested, suggestQuery } from '../search/schemas.ts';
import { foundView, isPlainList, namesEngine, searchRequest } from '../search/views.ts';
import { movieBody, movieCreated, movieEdited, movieListed, movieReplacement } from './schemas.ts';
import { movieRowView, movieView } from './views.ts';

export interface MovieRoutesDeps extends WriteDeps {
  readonly catalog: CatalogQueries & MayBeBehind;
  readonly search: SearchQueries & MayBeBehind;
  readonly commands: Pick<Commands, 'movies'>;
  readonly position: PositionedView;
  readonly clock: Clock;
}

export const movieRoutes = (app: ApiInstance, deps: MovieRoutesDeps): void => {
  const { catalog, clock, commands, position, search } = deps;
  const preHandler = readsAtPosition(furthestBehind(catalog, position));
  const searchesAtPosition = readsAtPosition(furthestBehind(catalog, search));

  app.get(
    '/v1/movies',
    {
      schema: {
        operationId: 'listMovies',
        problems: ['search-superseded'],
        summary: 'All movies by title, or those that a search finds',
        tags: ['browse'],
        querystring: moviesQuery,
        response: { 200: foundOf(movieListed) },
      },
      preHandler: searchesAtPosition,
    },
    async (request, reply) => {
      const { limit, cursor, ...filter } = request.query;
      const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
      const nowMs = clock.nowMs();
      if (isPlainList(filter)) {
        const { items, nextCursor } = await catalog.movies({ nowMs }, page);
        return { items: items.map(movieRowView), nextCursor };
      }
      const asked = { ...searchRequest(filter, nowMs), ...atAskedPosition(request, reply) };
      const found = await app.searchInTurn(request, reply, (signal) =>
        search.movies({ ...asked, signal }, page),
      );
      namesEngine(reply, found);
      return { ...foundView(found), items: found.items.map(movieRowView) };
    },
  );

  app.get(
    '/v1/movies/suggest',
    {
      schema: {
        operationId: 'suggestMovies',
        problems: ['search-superseded'],
        summary: 'Movies whose title has words that begin so, those on sale first',
        tags: ['browse'],
        querystring: suggestQuery,
        response: { 200: suggested },
      },
      preHandler: searchesAtPosition,
    },
    async (request, reply) => {
      const { at } = atAskedPosition(request, reply);
      const found = await app.searchInTurn(request, reply, () =>
        search.suggest(request.query.q, clock.nowMs(), at),
      );
      namesEngine(reply, found);
      return { items: found.items.map(({ id, title }) => ({ id, title })) };
    },
  );

  app.get(
    '/v1/movies/:id',
    {
      config: { etag: true },
      schema: {
        operationId: 'getMovie',
        summary: 'A movie',
        tags: ['browse'],
        params: idParams,
        response: { 200: maybeStale(movieListed) },
      },
      preHandler,
    },
    async (request) => {
      const { id } = request.params;
      const fromLog = async () => {
        const { state } = await commands.movies.read(id);
        if (state.status === 'none') throw notFound('There is no such movie');
        const row = await catalog.movie(id, clock.nowMs());
        return { ...movieView(state), showtimeCount: row?.showtimeCount ?? 0 };
      };
      return orStale(app, fromLog, catalog, async () => {
        const row = await catalog.movie(id, clock.nowMs());
        return row && movieRowView(row);
      });
    },
  );

  app.post(
    '/v1/movies',
    {
      schema: {
        operationId: 'createMovie',
        problems: ['already-exists'],
        summary: 'Register a movie',
        description: replyToWrite,
        tags: ['run'],
        body: movieBody,
        response: { 201: movieCreated },
      },
    },
    async (request, reply) => {
      const write = writeRequest(request, deps, request.body);
      const movieId = write.newId('movie');
      const command = { type: 'RegisterMovie', movieId, ...request.body } as const;
      const { state } = doneOrProblem(reply, await commands.movies.execute(movieId, command, write.context));
      if (state.status === 'none') throw new Error(`movie ${movieId} is not there after its registration`);
      return reply
        .code(201)
        .header('location', `/v1/movies/${movieId}`)
        .send({ ...movieView(state), showtimeCount: 0 as const });
    },
  );

  app.put(
    '/v1/movies/:id',
    {
      schema: {
        operationId: 'replaceMovie',
        summary: 'Replace what is told about a movie',
        description: replyToWrite,
        tags: ['run'],
        params: idParams,
        headers: z.looseObject({ 'if-match': z.string().exactOptional() }),
        body: movieReplacement,
        response: { 200: movieEdited },
      },
    },
    async (request, reply) => {
      const { context } = writeRequest(request, deps, request.body);
      const expected = expectedVersion(request);
      const command = {
        type: 'ReviseMovie',
        ...request.body,
        ...(expected === undefined ? {} : { expectedVersion: expected }),
      } as const;
      const outcome = await commands.movies.execute(request.params.id, command, context);
      const { state } = doneOrProblem(reply, outcome);
      if (state.status === 'none') throw new Error(`movie ${request.params.id} is not there after its edit`);
      return movieView(state);
    },
  );
};
