import { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import type { SettlementQueries } from '../../projections/reports/settlementQueries.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { type PositionedView, readsAtPosition } from '../http/minPosition.ts';
import { notFound } from '../http/problems/Problem.ts';
import { idParams, replyToWrite } from '../http/schemas.ts';
import { doneOrProblem } from '../http/writeAnswer.ts';
import { expectedVersion, type WriteDeps, writeRequest } from '../http/writeRequest.ts';
import { type FigureScopeDeps, figureScope } from '../reports/scope.ts';
import { summaryQuery, summaryShown, termsBody, termsShown } from './schemas.ts';

export interface BookRoutesDeps extends WriteDeps, FigureScopeDeps {
  readonly settlements: Pick<SettlementQueries, 'summary'>;
  readonly commands: Pick<Commands, 'movies' | 'showtimes'>;
  readonly position: PositionedView;
}

/** The terms of a movie, and the summary of a showtime. */
export const bookRoutes = (app: ApiInstance, deps: BookRoutesDeps): void => {
  const { commands, position, reports, settlements } = deps;
  const { reach } = figureScope(deps);

  const theaterOf = async (id: string): Promise<string | undefined> => {
    const { state } = await commands.showtimes.read(id);
    return state.status === 'none' ? undefined : state.facts.theaterId;
  };

  app.get(
    '/v1/movies/:id/terms',
    {
      config: { etag: true },
      schema: {
        operationId: 'getMovieTerms',
        summary: "The distributor's share of a movie",
        tags: ['run'],
        params: idParams,
        response: { 200: termsShown },
      },
      preHandler: readsAtPosition(position),
    },
    async (request) => {
      const { state } = await commands.movies.read(request.params.id);
      if (state.status === 'none') throw notFound('There is no such movie');
      if (state.agreed === undefined) throw notFound('No terms are agreed for this movie');
      return { ...state.agreed.terms, version: state.agreed.version };
    },
  );

  app.put(
    '/v1/movies/:id/terms',
    {
      schema: {
        operationId: 'replaceMovieTerms',
        summary: "Agree the distributor's share of a movie, also for business dates before",
        description: replyToWrite,
        tags: ['run'],
        params: idParams,
        headers: z.looseObject({ 'if-match': z.string().exactOptional() }),
        body: termsBody,
        response: { 200: termsShown },
      },
    },
    async (request, reply) => {
      const { context } = writeRequest(request, deps, request.body);
      const { version: _read, ...terms } = request.body;
      const expected = expectedVersion(request);
      const command = {
        type: 'AgreeTerms',
        terms,
        ...(expected === undefined ? {} : { expectedVersion: expected }),
      } as const;
      const outcome = await commands.movies.execute(request.params.id, command, context);
      const { state } = doneOrProblem(reply, outcome);
      if (state.status === 'none' || state.agreed === undefined)
        throw new Error(`movie ${request.params.id} has no terms after they were agreed`);
      return { ...state.agreed.terms, version: state.agreed.version };
    },
  );

  app.get(
    '/v1/showtimes/:id/summary',
    {
      config: { theaterOf },
      schema: {
        operationId: 'getShowtimeSummary',
        summary: 'What a show sold, as it was recorded when its books were closed',
        tags: ['run'],
        params: idParams,
        querystring: summaryQuery,
        response: { 200: summaryShown },
      },
      preHandler: readsAtPosition(reports),
    },
    async (request) => {
      const { id } = request.params;
      const { asOf } = request.query;
      const { position: upTo } = await reach(asOf);
      const instant = asOf !== undefined && 'instant' in asOf ? asOf.instant : undefined;
      const found = await settlements.summary(id, upTo, instant);
      if (found === undefined) throw notFound('The books of this showtime are not closed');
      const { summary, position: at, at: summarizedAt } = found;
      return { showtimeId: id, ...summary, position: at, summarizedAt };
    },
  );
};
