import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Statement, StatementRenderer } from '../../ports/StatementRenderer.ts';
import type { CatalogQueries } from '../../projections/catalog/queries.ts';
import type { SettlementQueries } from '../../projections/reports/settlementQueries.ts';
import type { StaleFigures } from '../../projections/reports/staleFigures.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { readsAtPosition } from '../http/minPosition.ts';
import { notFound, ProblemError } from '../http/problems/Problem.ts';
import { tellStale } from '../http/stale.ts';
import { csvOf } from '../reports/csv.ts';
import { type FigureScopeDeps, figureScope } from '../reports/scope.ts';
import { type AdjustmentRoutesDeps, adjustmentRoutes } from './adjustmentRoutes.ts';
import { type BookRoutesDeps, bookRoutes } from './bookRoutes.ts';
import { settlementQuery, settlementShown } from './schemas.ts';
import { lineRow, lineView, readNames, statementsToDraw, statementView } from './views.ts';

export interface SettlementRoutesDeps
  extends Omit<FigureScopeDeps, 'catalog' | 'events'>,
    AdjustmentRoutesDeps,
    BookRoutesDeps {
  readonly settlements: SettlementQueries;
  readonly catalog: Pick<CatalogQueries, 'moviesOf' | 'theatersOf' | 'theater'>;
  readonly events: FigureScopeDeps['events'] & { readonly logId: string };
  readonly statements: StatementRenderer;
  readonly staleFigures: StaleFigures;
}

type Query = z.output<typeof settlementQuery>;
type Asked = FastifyRequest & { readonly query: Query };

const mediaTypes = ['application/json', 'text/csv', 'application/pdf'] as const;

export const settlementRoutes = (app: ApiInstance, deps: SettlementRoutesDeps): void => {
  const { settlements, catalog, events, reports, statements: renderer, staleFigures } = deps;
  const { theatersFor, reach } = figureScope(deps);
  adjustmentRoutes(app, deps);
  bookRoutes(app, deps);

  const statementAsked = async ({ businessDate, statement }: Query, theaterIds: readonly string[] = []) => {
    if (statement === undefined) return undefined;
    const upTo = await reports.position();
    const issued = await settlements.statements({ businessDate, theaterIds, upTo });
    const found = issued.find(({ number }) => number === statement);
    if (found === undefined) throw notFound('There is no such statement');
    return { position: found.upTo, leftOut: found.leftOut };
  };

  const read = async (request: Asked) => {
    const { theaterId, statement: _number, asOf, businessDate, movieId, ...page } = request.query;
    const theaterIds = await theatersFor(request, theaterId);
    const statement = await statementAsked(request.query, theaterIds);
    const reached = await reach(statement === undefined ? asOf : { position: statement.position });
    const day = {
      ...{ businessDate, upTo: reached.position },
      ...(theaterIds === undefined ? {} : { theaterIds }),
      ...(movieId === undefined ? {} : { movieId }),
      ...(statement === undefined ? {} : { leftOut: statement.leftOut }),
      ...(asOf !== undefined && 'instant' in asOf ? { asOf: asOf.instant } : {}),
    };
    const { items, nextCursor } = await settlements.lines(day, page);
    const issued = await settlements.statements({ ...day, upTo: await reports.position() });
    const names = await readNames(catalog, items);
    const stamp = { businessDate, position: reached.position, asOf: reached.instant ?? null };
    // What a statement left out stands in the statement.
    const stale = statement === undefined ? await staleFigures(day, day.upTo) : undefined;
    return { items, nextCursor, issued, names, stamp, said: stale === undefined ? {} : { stale } };
  };

  type Found = Awaited<ReturnType<typeof read>>;

  const drawn = ({ items, names, issued, stamp }: Found, { movieId }: Query): readonly Statement[] => {
    const same = movieId === undefined ? issued.filter(({ upTo }) => upTo === stamp.position) : [];
    const numbers = new Map(same.map(({ theaterId, number }) => [theaterId, number]));
    return statementsToDraw(items, names, { ...stamp, logId: events.logId }, numbers);
  };

  const sendFile = (reply: FastifyReply, type: string, name: string, body: string | Uint8Array) =>
    reply
      .type(type)
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(body as never);

  app.get(
    '/v1/settlements',
    {
      config: { cost: 10 },
      schema: {
        operationId: 'getSettlement',
        problems: ['not-acceptable'],
        summary: "What a business date's shows took, by theater and movie",
        description:
          '`Accept: text/csv` gives the same as CSV, amounts in minor units, `application/pdf` a page to sign for each theater; the cursor is in `Marquee-Next-Cursor` then, and `stale` in `Marquee-Stale-Since`. docs/settlements.md says what each figure means.',
        tags: ['run'],
        querystring: settlementQuery,
        response: { 200: settlementShown },
      },
      preHandler: readsAtPosition(reports),
    },
    async (request, reply) => {
      const preferred = request.accepts().type([...mediaTypes]);
      if (preferred === false)
        throw new ProblemError({ name: 'not-acceptable', fields: { offered: mediaTypes } });
      const found = await read(request);
      const { items, names, nextCursor, stamp } = found;
      reply
        .header('vary', 'accept')
        .header('cache-control', 'private, no-store')
        .header('marquee-position', stamp.position);
      if (preferred === 'application/json') {
        const shown = { items: items.map((line) => lineView(line, names)), nextCursor };
        return { ...stamp, ...shown, statements: found.issued.map(statementView), ...found.said };
      }
      if (nextCursor !== null) reply.header('marquee-next-cursor', nextCursor);
      tellStale(reply, found.said.stale);
      const name = `settlement-${stamp.businessDate}`;
      if (preferred === 'application/pdf') {
        const pdf = await renderer.renderStatements(drawn(found, request.query));
        return sendFile(reply, 'application/pdf', `${name}.pdf`, pdf);
      }
      const rows = items.map((line) => ({ ...lineRow(line, names), ...stamp, asOf: stamp.asOf ?? '' }));
      return sendFile(reply, 'text/csv; charset=utf-8', `${name}.csv`, csvOf(rows, ['position', 'asOf']));
    },
  );
};
