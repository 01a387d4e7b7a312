import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Clock } from '../../ports/Clock.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import type { CatalogQueries } from '../../projections/catalog/queries.ts';
import { type ReportName, reportNames } from '../../projections/reports/reportNames.ts';
import type { ReportQueries } from '../../projections/reports/reportQueries.ts';
import type { StaleFigures } from '../../projections/reports/staleFigures.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { type MayBeBehind, readsAtPosition } from '../http/minPosition.ts';
import { ProblemError } from '../http/problems/Problem.ts';
import { tellStale } from '../http/stale.ts';
import { csvOf } from './csv.ts';
import { reportQuery, reportShown } from './schemas.ts';
import { figureScope } from './scope.ts';
import { flatRows, readNames, withMoney } from './views.ts';

export interface ReportRoutesDeps {
  readonly reports: ReportQueries & MayBeBehind;
  readonly catalog: Pick<CatalogQueries, 'moviesOf' | 'theatersOf' | 'hallNames' | 'theater'>;
  readonly events: Pick<EventStore, 'head' | 'readAll'>;
  readonly clock: Clock;
  readonly staleFigures: StaleFigures;
}

type Query = z.output<typeof reportQuery>;

const mediaTypes = ['application/json', 'text/csv'] as const;

const titles: Readonly<Record<ReportName, string>> = {
  occupancy: 'Seats sold, held and free',
  revenue: 'Money taken and paid back',
  funnel: 'From hold to sale',
  'lost-demand': 'Refused holds',
};

export const reportRoutes = (app: ApiInstance, deps: ReportRoutesDeps): void => {
  const { reports, catalog, staleFigures } = deps;
  const { theatersFor, reach } = figureScope(deps);

  const read = async (report: ReportName, request: FastifyRequest & { readonly query: Query }) => {
    const { theaterId: _theater, asOf, ...query } = request.query;
    const theaterIds = await theatersFor(request, request.query.theaterId);
    const reached = await reach(asOf);
    const question = {
      ...{ report, ...query, upTo: reached.position },
      ...(theaterIds === undefined ? {} : { theaterIds }),
      ...(asOf !== undefined && 'instant' in asOf ? { asOf: asOf.instant } : {}),
    };
    const { rows, nextCursor } = await reports.report(question);
    const flat = flatRows(question, rows, await readNames(catalog, rows));
    const scope = {
      ...(theaterIds === undefined ? {} : { theaterIds }),
      ...(query.movieId === undefined ? {} : { movieId: query.movieId }),
    };
    const stale = await staleFigures(scope, reached.position);
    const said = stale === undefined ? {} : { stale };
    return { flat, nextCursor, position: reached.position, asOf: reached.instant ?? null, said };
  };

  for (const report of reportNames) {
    app.get(
      `/v1/reports/${report}`,
      {
        config: { cost: 10 },
        schema: {
          operationId: `report-${report}`.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
          problems: ['not-acceptable'],
          summary: titles[report],
          description:
            'Staff see their theaters, analysts all. `Accept: text/csv` gives the same as CSV, amounts in minor units and the cursor in `Marquee-Next-Cursor`; `Marquee-Stale-Since` stands for `stale`. docs/reports.md says what each figure means.',
          tags: ['run'],
          querystring: reportQuery,
          response: { 200: reportShown(report) },
        },
        preHandler: readsAtPosition(reports),
      },
      async (request, reply) => {
        const preferred = request.accepts().type([...mediaTypes]);
        if (preferred === false)
          throw new ProblemError({ name: 'not-acceptable', fields: { offered: mediaTypes } });
        const { flat, nextCursor, position, asOf, said } = await read(report, request);
        reply
          .header('vary', 'accept')
          .header('cache-control', 'private, no-store')
          .header('marquee-position', position);
        const { by } = request.query;
        if (preferred !== 'text/csv') {
          return { report, by, position, asOf, items: flat.map(withMoney), nextCursor, ...said } as never;
        }
        if (nextCursor !== null) reply.header('marquee-next-cursor', nextCursor);
        tellStale(reply, said.stale);
        const rows = flat.map((row) => ({ ...row, position, asOf: asOf ?? '' }));
        reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="${report}.csv"`);
        return reply.send(csvOf(rows, ['position', 'asOf']) as never);
      },
    );
  }
};
