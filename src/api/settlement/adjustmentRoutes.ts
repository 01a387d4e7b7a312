import { settlementLimits } from '../../domain/settlement/events.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import { positionBefore } from '../../ports/EventStore.ts';
import type { CatalogQueries } from '../../projections/catalog/queries.ts';
import type { SettlementCause, SettlementQueries } from '../../projections/reports/settlementQueries.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { readsAtPosition } from '../http/minPosition.ts';
import { type FigureScopeDeps, figureScope } from '../reports/scope.ts';
import { adjustmentQuery, adjustmentShown } from './schemas.ts';
import { adjustedItems, readNames } from './views.ts';

export interface AdjustmentRoutesDeps extends Omit<FigureScopeDeps, 'catalog'> {
  readonly settlements: Pick<SettlementQueries, 'lines' | 'causes' | 'termsAgreed'>;
  readonly catalog: Pick<CatalogQueries, 'moviesOf' | 'theatersOf' | 'theater'>;
}

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

  app.get(
    '/v1/settlements/adjustments',
    {
      config: { cost: 10 },
      schema: {
        operationId: 'getSettlementAdjustment',
        summary: 'How a settlement differs between two positions, and the events that caused it',
        tags: ['run'],
        querystring: adjustmentQuery,
        response: { 200: adjustmentShown },
      },
      preHandler: readsAtPosition(reports),
    },
    async (request, reply) => {
      const { businessDate, theaterId, from, to: asked, ...page } = request.query;
      const theaterIds = (await theatersFor(request, theaterId)) ?? [theaterId];
      const reached = await reach({ position: from });
      const { position: to } = await reach(asked === undefined ? undefined : { position: asked });
      const day = { businessDate, theaterIds };
      const whole = { limit: settlementLimits.linesMax };
      const [before, after] = await Promise.all(
        [reached.position, to].map((upTo) => settlements.lines({ ...day, upTo }, whole)),
      );
      const lines = [...(before?.items ?? []), ...(after?.items ?? [])];
      const movieIds = lines.map(({ movieId }) => movieId);
      const { items: causes, nextCursor } = await settlements.causes({ ...day, upTo: to }, from, page);
      const agreed = await settlements.termsAgreed([...new Set(movieIds)], from, to);
      const names = await readNames(catalog, lines);
      const shown: Awaited<ReturnType<typeof causeView>>[] = [];
      for (const cause of causes) shown.push(await causeView(events, cause));
      reply.header('cache-control', 'private, no-store').header('marquee-position', to);
      return {
        ...{ businessDate, theaterId, from, to },
        items: adjustedItems(before?.items ?? [], after?.items ?? [], names),
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
