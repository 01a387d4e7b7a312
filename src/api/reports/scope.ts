import type { FastifyRequest } from 'fastify';
import type { AsOf } from '../../commands/engine/CommandRunner.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import type { CatalogQueries } from '../../projections/catalog/queries.ts';
import type { ReportQueries } from '../../projections/reports/reportQueries.ts';
import { type ReachedAsOf, resolveAsOf } from '../http/asOf.ts';
import { hasRole, mayActFor, theatersOf } from '../http/auth/Caller.ts';
import { demandPosition, type MayBeBehind } from '../http/minPosition.ts';
import { notFound } from '../http/problems/Problem.ts';

export interface FigureScopeDeps {
  readonly reports: Pick<ReportQueries, 'position' | 'waitFor'> & MayBeBehind;
  readonly catalog: Pick<CatalogQueries, 'theater'>;
  readonly events: Pick<EventStore, 'head' | 'readAll'>;
  readonly clock: Clock;
}

/** Whose figures a caller sees, and up to where the model of reports has them. */
export const figureScope = ({ reports, catalog, events, clock }: FigureScopeDeps) => ({
  /** Undefined: all theaters. Another theater's is answered like one that does not exist. */
  theatersFor: async (
    { caller }: Pick<FastifyRequest, 'caller'>,
    theaterId: string | undefined,
  ): Promise<readonly string[] | undefined> => {
    const seesAll = hasRole(caller, 'analyst');
    if (theaterId === undefined) {
      const own = seesAll ? 'all' : theatersOf(caller);
      return own === 'all' ? undefined : own;
    }
    const isSeen = seesAll || mayActFor(caller, theaterId);
    if (!isSeen || (await catalog.theater(theaterId)) === undefined)
      throw notFound('There is no such theater');
    return [theaterId];
  },

  reach: async (asOf: AsOf | undefined): Promise<ReachedAsOf> => {
    if (asOf !== undefined) {
      const reached = await resolveAsOf(events, asOf, clock.nowMs());
      await demandPosition(reports, reached.position);
      return reached;
    }
    const behindMs = await reports.asOf?.();
    const instant = new Date(behindMs ?? clock.nowMs()).toISOString();
    return { position: await reports.position(), instant };
  },
});
