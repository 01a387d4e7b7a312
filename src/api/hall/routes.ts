import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import { type RowDrawing, seatsOfRows } from '../../domain/hall/drawnRows.ts';
import type { HallState } from '../../domain/hall/hallDecider.ts';
import { drawingOf, type Hall } from '../../domain/hall/hallDecider.ts';
import { importedRows } from '../../domain/hall/importedRows.ts';
import type { CatalogQueries } from '../../projections/catalog/queries.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { type PositionedView, readsAtPosition } from '../http/minPosition.ts';
import { notFound } from '../http/problems/Problem.ts';
import { layoutBodyBytesMax } from '../http/requestChecks.ts';
import { idParams, replyToWrite } from '../http/schemas.ts';
import { maybeStale, orStale } from '../http/stale.ts';
import { doneOrProblem } from '../http/writeAnswer.ts';
import { expectedVersion, type WriteDeps, writeRequest } from '../http/writeRequest.ts';
import { type RehearsalRoutesDeps, rehearsalRoutes } from './rehearsalRoutes.ts';
import { hallBody, hallReplacement, hallShown, layoutBody, layoutParams, layoutShown } from './schemas.ts';
import { seatingPlanBody } from './seatingPlanBody.ts';
import { hallView, layoutView } from './views.ts';

type DrawnHall = z.output<typeof hallBody>;

const forEver = 'public, max-age=31536000, immutable';

const built = (state: HallState): Hall => {
  if (state.status === 'none') throw notFound('There is no such hall');
  return state;
};

export interface HallRoutesDeps extends WriteDeps, RehearsalRoutesDeps {
  readonly catalog: Pick<CatalogQueries, 'hall' | 'position'>;
  readonly commands: Pick<Commands, 'halls' | 'movies' | 'schedules' | 'showtimes' | 'theaters'>;
  readonly position: PositionedView;
}

export const hallRoutes = (app: ApiInstance, deps: HallRoutesDeps): void => {
  const { catalog, commands } = deps;
  const theaterOf = async (id: string): Promise<string | undefined> => {
    const { state } = await commands.halls.read(id);
    return state.status === 'none' ? undefined : state.theaterId;
  };
  rehearsalRoutes(app, deps, theaterOf);

  const build = async (
    request: FastifyRequest & { readonly params: { readonly id: string } },
    reply: FastifyReply,
    details: Pick<DrawnHall, 'name' | 'loneSeatRule' | 'cleaningMinutes' | 'focalPoint'>,
    rows: readonly RowDrawing[],
  ) => {
    const { id: theaterId } = request.params;
    const write = writeRequest(request, deps, request.body);
    if ((await commands.theaters.read(theaterId)).state.status === 'none') {
      throw notFound('There is no such theater');
    }
    const hallId = write.newId('hall');
    const outcome = await commands.halls.execute(
      hallId,
      { type: 'BuildHall', hallId, theaterId, ...details, seats: seatsOfRows(rows) },
      write.context,
    );
    const { state } = doneOrProblem(reply, outcome);
    return reply
      .code(201)
      .header('location', `/v1/halls/${hallId}`)
      .send(hallView(built(state)));
  };
  const preHandler = readsAtPosition(deps.position);

  app.get(
    '/v1/halls/:id',
    {
      config: { etag: true },
      schema: {
        operationId: 'getHall',
        summary: 'A hall',
        tags: ['browse'],
        params: idParams,
        response: { 200: maybeStale(hallShown) },
      },
      preHandler,
    },
    async (request) => {
      const { id } = request.params;
      const fromLog = async () => hallView(built((await commands.halls.read(id)).state));
      return orStale(app, fromLog, catalog, () => catalog.hall(id));
    },
  );

  app.get(
    '/v1/halls/:id/layouts/:version',
    {
      config: { etag: true },
      schema: {
        operationId: 'getLayout',
        summary: 'A layout version; it never changes',
        tags: ['browse'],
        params: layoutParams,
        response: { 200: layoutShown },
      },
      preHandler,
    },
    async (request, reply) => {
      const { id, version } = request.params;
      const layout = drawingOf(built((await commands.halls.read(id)).state), version);
      if (layout === undefined) throw notFound('There is no such layout version');
      reply.header('cache-control', forEver);
      return layoutView(id, version, layout);
    },
  );

  app.post(
    '/v1/theaters/:id/halls',
    {
      bodyLimit: layoutBodyBytesMax,
      config: { theaterOf: (id) => id },
      schema: {
        operationId: 'createHall',
        problems: ['already-exists'],
        summary: 'Build a hall with its first layout',
        description: replyToWrite,
        tags: ['run'],
        params: idParams,
        body: hallBody,
        response: { 201: hallShown },
      },
    },
    async (request, reply) => {
      const { rows, ...details } = request.body;
      return await build(request, reply, details, rows);
    },
  );

  app.post(
    '/v1/theaters/:id/halls/import',
    {
      bodyLimit: layoutBodyBytesMax,
      config: { theaterOf: (id) => id },
      schema: {
        operationId: 'importHall',
        problems: ['already-exists'],
        summary: 'Build a hall from a seating plan in the public format of pretix',
        description: replyToWrite,
        tags: ['run'],
        params: idParams,
        body: seatingPlanBody,
        response: { 201: hallShown },
      },
    },
    async (request, reply) => {
      const { name } = request.body;
      return await build(request, reply, { name }, importedRows(request.body).rows);
    },
  );

  app.put(
    '/v1/halls/:id',
    {
      config: { theaterOf },
      schema: {
        operationId: 'replaceHall',
        summary: 'Replace what is told about a hall',
        description: `For showtimes made from now on. ${replyToWrite}`,
        tags: ['run'],
        params: idParams,
        body: hallReplacement,
        response: { 200: hallShown },
      },
    },
    async (request, reply) => {
      const { context } = writeRequest(request, deps, request.body);
      const expected = expectedVersion(request);
      const outcome = await commands.halls.execute(
        request.params.id,
        {
          ...({ type: 'ReviseHall', ...request.body } as const),
          ...(expected === undefined ? {} : { expectedVersion: expected }),
        },
        context,
      );
      return hallView(built(doneOrProblem(reply, outcome).state));
    },
  );

  app.post(
    '/v1/halls/:id/layouts',
    {
      bodyLimit: layoutBodyBytesMax,
      config: { theaterOf },
      schema: {
        operationId: 'createLayout',
        problems: ['stale-version', 'too-many-layouts'],
        summary: 'Draw the next layout version of a hall',
        description: replyToWrite,
        tags: ['run'],
        params: idParams,
        body: layoutBody,
        response: { 201: layoutShown },
      },
    },
    async (request, reply) => {
      const { id: hallId } = request.params;
      const { rows, focalPoint } = request.body;
      const { context } = writeRequest(request, deps, request.body);
      const expected = expectedVersion(request);
      const outcome = await commands.halls.execute(
        hallId,
        {
          type: 'DrawLayout',
          seats: seatsOfRows(rows),
          ...(focalPoint === undefined ? {} : { focalPoint }),
          ...(expected === undefined ? {} : { expectedVersion: expected }),
        },
        context,
      );
      const { layouts } = built(doneOrProblem(reply, outcome).state);
      const version = layouts.length;
      const layout = layouts.at(-1);
      if (layout === undefined) throw new Error(`hall ${hallId} has no layout after one was drawn`);
      return reply
        .code(201)
        .header('location', `/v1/halls/${hallId}/layouts/${version}`)
        .send(layoutView(hallId, version, layout));
    },
  );
};
