import type { Commands } from '../../commands/Commands.ts';
import { reviseTheater } from '../../commands/theater/reviseTheater.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { CatalogQueries } from '../../projections/catalog/queries.ts';
import type { SearchQueries } from '../../projections/search/searchQueries.ts';
import { hallShown } from '../hall/schemas.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import {
  atAskedPosition,
  furthestBehind,
  type MayBeBehind,
  type PositionedView,
  reachHead,
  readsAtPosition,
} from '../http/minPosition.ts';
import { notFound } from '../http/problems/Problem.ts';
import { idParams, pageOf, replyToWrite } from '../http/schemas.ts';
import { maybeStale, orStale } from '../http/stale.ts';
import { doneOrProblem } from '../http/writeAnswer.ts';
import { expectedVersion, type WriteDeps, writeRequest } from '../http/writeRequest.ts';
import { foundOf, theatersQuery } from '../search/schemas.ts';
import { foundView, isPlainList, namesEngine, searchRequest } from '../search/views.ts';
import { theaterBody, theaterReplacement, theaterShown } from './schemas.ts';
import { theaterRowView, theaterView } from './views.ts';

export interface TheaterRoutesDeps extends WriteDeps {
  readonly catalog: CatalogQueries & MayBeBehind;
  readonly search: SearchQueries & MayBeBehind;
  readonly commands: Pick<Commands, 'theaters' | 'schedules' | 'showtimes'>;
  readonly position: PositionedView;
  readonly clock: Clock;
}

export const theaterRoutes = (app: ApiInstance, deps: TheaterRoutesDeps): void => {
  const { catalog, clock, commands, position, search } = deps;
  const preHandler = readsAtPosition(catalog);
  /** From its stream: a theater that was just opened is not in the catalog yet. */
  const openTheater = async (id: string) => {
    const { state } = await commands.theaters.read(id);
    if (state.status === 'none') throw notFound('There is no such theater');
    return state;
  };
  const hallIds = async (theaterId: string) => {
    await reachHead(catalog, app.eventLog);
    return (await catalog.hallsOf(theaterId)).map(({ id }) => id);
  };

  app.get(
    '/v1/theaters',
    {
      schema: {
        operationId: 'listTheaters',
        problems: ['search-superseded'],
        summary: 'Theaters by name, by distance with `near`, or those that a search finds',
        tags: ['browse'],
        querystring: theatersQuery,
        response: { 200: foundOf(theaterShown) },
      },
      preHandler: readsAtPosition(furthestBehind(catalog, search)),
    },
    async (request, reply) => {
      const { limit, cursor, ...filter } = request.query;
      const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
      if (isPlainList(filter)) {
        const { items, nextCursor } = await catalog.theaters(page);
        return { items: items.map(theaterRowView), nextCursor };
      }
      const asked = { ...searchRequest(filter, clock.nowMs()), ...atAskedPosition(request, reply) };
      const found = await app.searchInTurn(request, reply, (signal) =>
        search.theaters({ ...asked, signal }, page),
      );
      namesEngine(reply, found);
      return { ...foundView(found), items: found.items.map(theaterRowView) };
    },
  );

  app.get(
    '/v1/theaters/:id',
    {
      config: { etag: true },
      schema: {
        operationId: 'getTheater',
        summary: 'A theater',
        tags: ['browse'],
        params: idParams,
        response: { 200: maybeStale(theaterShown) },
      },
      preHandler: readsAtPosition(position),
    },
    async (request) => {
      const { id } = request.params;
      const fromLog = async () => theaterView(await openTheater(id));
      return orStale(app, fromLog, catalog, async () => {
        const row = await catalog.theater(id);
        return row && theaterRowView(row);
      });
    },
  );

  app.get(
    '/v1/theaters/:id/halls',
    {
      schema: {
        operationId: 'listHallsOfTheater',
        summary: 'The halls of a theater',
        tags: ['browse'],
        params: idParams,
        response: { 200: pageOf(hallShown) },
      },
      preHandler,
    },
    async (request) => {
      const { id } = request.params;
      if ((await catalog.theater(id)) === undefined) await openTheater(id);
      return { items: [...(await catalog.hallsOf(id))], nextCursor: null };
    },
  );

  app.post(
    '/v1/theaters',
    {
      schema: {
        operationId: 'createTheater',
        problems: ['already-exists'],
        summary: 'Open a theater',
        description: replyToWrite,
        tags: ['run'],
        body: theaterBody,
        response: { 201: theaterShown },
      },
    },
    async (request, reply) => {
      const write = writeRequest(request, deps, request.body);
      const theaterId = write.newId('theater');
      const command = { type: 'OpenTheater', theaterId, ...request.body } as const;
      const outcome = await commands.theaters.execute(theaterId, command, write.context);
      const { state } = doneOrProblem(reply, outcome);
      if (state.status === 'none') throw new Error(`theater ${theaterId} is not there after its opening`);
      return reply.code(201).header('location', `/v1/theaters/${theaterId}`).send(theaterView(state));
    },
  );

  app.put(
    '/v1/theaters/:id',
    {
      config: { theaterOf: (id) => id },
      schema: {
        operationId: 'replaceTheater',
        problems: ['currency-in-use'],
        summary: 'Replace what is told about a theater',
        description: replyToWrite,
        tags: ['run'],
        params: idParams,
        body: theaterReplacement,
        response: { 200: theaterShown },
      },
    },
    async (request, reply) => {
      const { context } = writeRequest(request, deps, request.body);
      const expected = expectedVersion(request);
      const revision = {
        theaterId: request.params.id,
        details: request.body,
        ...(expected === undefined ? {} : { expectedVersion: expected }),
      };
      const outcome = await reviseTheater({ commands, clock, hallIds }, revision, context);
      const { state } = doneOrProblem(reply, outcome);
      if (state.status === 'none')
        throw new Error(`theater ${request.params.id} is not there after its edit`);
      return theaterView(state);
    },
  );
};
