import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { settlementLimits } from '../../domain/settlement/events.ts';
import { adjustmentOf } from '../../domain/settlement/settlementLines.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import { positionBefore } from '../../ports/EventStore.ts';
import type { CatalogQueries } from '../../projections/catalog/queries.ts';
import type { SettlementCause, SettlementQueries } from '../../projections/reports/settlementQueries.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { readsAtPosition } from '../http/minPosition.ts';
import { ProblemError } from '../http/problems/Problem.ts';
import { csvOf } from '../reports/csv.ts';
import { type FigureScopeDeps, figureScope } from '../reports/scope.ts';
import { adjustmentQuery, adjustmentShown } from './schemas.ts';
import { adjustedRow, adjustedView, readNames } from './views.ts';

export interface AdjustmentRoutesDeps extends Omit<FigureScopeDeps, 'catalog'> {
  readonly settlements: Pick<SettlementQueries, 'lines' | 'causes' | 'termsAgreed' | 'statements'>;
  readonly catalog: Pick<CatalogQueries, 'moviesOf' | 'theatersOf' | 'theater'>;
}

type Query = z.output<typeof adjustmentQuery>;

const mediaTypes = ['application/json', 'text/csv'] as const;
const wholeDay = { limit: settlementLimits.linesMax };

/** With what the log knows of the event. Throws EventStoreUnavailable. */
const causeView = async (events: Pick<EventStore, 'readAll'>, { kind: what, ...cause }: SettlementCause) => {
  const { events: found } = await events.readAll(positionBefore(cause.position, 1), { maxCount: 1 });
  const [event] = found;
  if (event === undefined) throw new Error(`there is no event at position ${cause.position}`);
  const { id: eventId, type, stream, metadata } = event;
  return { ...cause, what, eventId, type, stream, correlationId: metadata.correlationId };
};

export const adjustmentRoutes = (app: ApiInstance, deps: AdjustmentRoutesDeps): void => {
  const { settlements, catalog, events, reports } = deps;
  const { theatersFor, reach } = figureScope(deps);

  const read = async (request: FastifyRequest & { readonly query: Query }) => {
    const { businessDate, theaterId, from, to: asked } = request.query;
    const theaterIds = (await theatersFor(request, theaterId)) ?? [theaterId];
    const { position: begin } = await reach({ position: from });
    const { position: to } = await reach(asked === undefined ? undefined : { position: asked });
    const day = { businessDate, theaterIds };
    const issued = await settlements.statements({ ...day, upTo: await reports.position() });
    const leftOut = issued.find(({ upTo }) => upTo === from)?.leftOut ?? [];
    const [before, after] = await Promise.all([
      settlements.lines({ ...day, upTo: begin, leftOut }, wholeDay),
      settlements.lines({ ...day, upTo: to }, wholeDay),
    ]);
    const lines = [...before.items, ...after.items];
    const names = await readNames(catalog, lines);
    const stamp = { businessDate, theaterId, from, to };
    return {
      day: { ...day, upTo: to, leftOut },
      adjusted: adjustmentOf(before.items, after.items),
      lines,
      names,
      stamp,
    };
  };

  app.get(
    '/v1/settlements/adjustments',
    {
      config: { cost: 10 },
      schema: {
        operationId: 'getSettlementAdjustment',
        problems: ['not-acceptable'],
        summary: 'How a settlement differs between two positions, and the events that caused it',
        description: '`Accept: text/csv` gives the differences alone as CSV, amounts in minor units.',
        tags: ['run'],
        querystring: adjustmentQuery,
        response: { 200: adjustmentShown },
      },
      preHandler: readsAtPosition(reports),
    },
    async (request, reply) => {
      const preferred = request.accepts().type([...mediaTypes]);
      if (preferred === false)
        throw new ProblemError({ name: 'not-acceptable', fields: { offered: mediaTypes } });
      const { day, adjusted, lines, names, stamp } = await read(request);
      reply
        .header('vary', 'accept')
        .header('cache-control', 'private, no-store')
        .header('marquee-position', stamp.to);
      if (preferred === 'text/csv') {
        const rows = adjusted.map((line) => ({ ...adjustedRow(line, names), ...stamp }));
        reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="adjustment-${stamp.businessDate}.csv"`);
        return reply.send(csvOf(rows, ['businessDate', 'theaterId', 'from', 'to']) as never);
      }
      const { limit, cursor } = request.query;
      const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
      const { items: causes, nextCursor } = await settlements.causes(day, stamp.from, page);
      const movieIds = [...new Set(lines.map(({ movieId }) => movieId))];
      const agreed = await settlements.termsAgreed(movieIds, stamp.from, stamp.to);
      const shown: Awaited<ReturnType<typeof causeView>>[] = [];
      for (const cause of causes) shown.push(await causeView(events, cause));
      return {
        ...stamp,
        items: adjusted.map((line) => adjustedView(line, names)),
        events: shown,
        termsAgreed: agreed.map((each) => {
          const movie = names.movie(each.movieId);
          return { ...each, ...(movie === undefined ? {} : { movie }) };
        }),
        nextCursor,
      };
    },
  );
};
