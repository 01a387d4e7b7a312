/** For whoever runs the program: probes, metrics, and how far the read models are. */
import type { Registry } from 'prom-client';
import { z } from 'zod';
import { type Overview, projectionStates } from '../../projections/engine/projectionOverview.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';

const live = z.strictObject({ status: z.literal('ok') });
const ready = z.strictObject({ ready: z.boolean(), checks: z.record(z.string(), z.boolean()) });
const projectionShown = z.strictObject({
  name: z.string(),
  position: z.string(),
  lag: z.number().nullable().describe('age of the oldest event not applied yet, ms; null when unknown'),
  state: z
    .enum(projectionStates)
    .describe('what this node does; elsewhere: it runs no projections; absent: there is no such model'),
  parked: z.int().describe('streams that wait behind an event that could not be applied'),
  failure: z.string().exactOptional(),
});

const probe = { access: 'anyone', neverShed: true } as const;

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, boolean>>;
}

export interface OpsRoutesDeps {
  readonly readiness: () => Readiness | Promise<Readiness>;
  readonly projections: () => Promise<Overview>;
  readonly metrics: Registry;
}

export const opsRoutes = (app: ApiInstance, deps: OpsRoutesDeps): void => {
  const tags = ['operate'];

  app.get(
    '/health/live',
    {
      config: probe,
      schema: { operationId: 'checkLiveness', summary: 'The process answers', tags, response: { 200: live } },
    },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/health/ready',
    {
      config: probe,
      schema: {
        operationId: 'checkReadiness',
        summary: 'Schema there, first import done, read models caught up once',
        tags,
        response: { 200: ready, 503: ready },
      },
    },
    async (_request, reply) => {
      const readiness = await deps.readiness();
      return reply.code(readiness.ready ? 200 : 503).send(readiness);
    },
  );

  app.get(
    '/metrics',
    {
      config: probe,
      schema: {
        operationId: 'getMetrics',
        summary: 'Prometheus metrics',
        tags,
        response: { 200: { description: 'Text format', content: { 'text/plain': { schema: z.string() } } } },
      },
    },
    async (_request, reply) =>
      reply
        .type(deps.metrics.contentType)
        .serializer(String)
        .send(await deps.metrics.metrics()),
  );

  app.get(
    '/v1/ops/projections',
    {
      config: { access: ['admin'] },
      schema: {
        operationId: 'listProjections',
        summary: 'How far the read models are',
        tags,
        response: { 200: z.strictObject({ items: z.array(projectionShown), nextCursor: z.null() }) },
      },
    },
    async () => {
      const { projections } = await deps.projections();
      const items = projections.map(({ lagMs, ...shown }) => ({ ...shown, lag: lagMs ?? null }));
      return { items, nextCursor: null };
    },
  );
};
