import { z } from 'zod';
import type { SecurityEntry, SecurityLogStore } from '../../ports/SecurityLog.ts';
import { decodeCursor, encodeCursor } from '../../projections/sql/cursor.ts';
import { pageOf } from '../../projections/sql/page.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { pageOf as pageShown } from '../http/schemas.ts';
import { auditQuery, entryShown } from './schemas.ts';

const cursorKind = 'security-log';
const cursorKey = z.tuple([z.int(), z.uuid()]);

const entryView = ({ atMs, actorId, role, targets, ...same }: SecurityEntry) => ({
  ...same,
  at: new Date(atMs).toISOString(),
  actor: { ...(actorId === undefined ? {} : { id: actorId }), role },
  targets: [...targets],
});

export interface AuditRoutesDeps {
  readonly securityLogStore: Pick<SecurityLogStore, 'read'>;
}

export const auditRoutes = (app: ApiInstance, { securityLogStore }: AuditRoutesDeps): void => {
  app.get(
    '/v1/ops/audit',
    {
      schema: {
        operationId: 'readSecurityLog',
        summary: 'Who did what, as far as security is concerned, the latest first',
        description:
          'An entry is here within about a second. Kept for 400 days; refusals of callers without a token for 30.',
        tags: ['operate'],
        querystring: auditQuery,
        response: { 200: pageShown(entryShown) },
      },
    },
    async (request) => {
      const { limit, cursor, from, to, actor, action, outcome } = request.query;
      const [atMs, id] = cursor === undefined ? [] : decodeCursor(cursorKind, cursorKey, cursor);
      const filter = {
        ...(from === undefined ? {} : { fromMs: Date.parse(from) }),
        ...(to === undefined ? {} : { toMs: Date.parse(to) }),
        ...(actor === undefined ? {} : { actorId: actor }),
        ...(action === undefined ? {} : { action }),
        ...(outcome === undefined ? {} : { outcome }),
      };
      const after = atMs === undefined || id === undefined ? {} : { after: { atMs, id } };
      const entries = await securityLogStore.read(filter, { limit: limit + 1, ...after });
      const cursorOf = (last: SecurityEntry) => encodeCursor(cursorKind, [last.atMs, last.id]);
      const { items, nextCursor } = pageOf(entries, limit, entryView, cursorOf);
      return { items: [...items], nextCursor };
    },
  );
};
