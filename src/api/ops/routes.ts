import type { Registry } from 'prom-client';
import { z } from 'zod';
import { type Overview, projectionStates } from '../../projections/engine/projectionOverview.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import type { ApiSettings } from '../http/ApiSettings.ts';

const live = z.strictObject({ status: z.literal('ok'), version: z.string() });
const engineStates = ['up', 'away'] as const;
export type EngineState = (typeof engineStates)[number];
const engines = z.record(z.string(), z.enum(engineStates)).describe('the engines that the settings name');
const ready = z.strictObject({
  ready: z.boolean().describe('what browsing needs is there'),
  holding: z.boolean().describe('seats can be held: the event log answers'),
  selling: z
    .boolean()
    .describe('seats can be held and paid for: the key store and the payment gateway answer too'),
  browsing: z.boolean().describe('lists and search answer'),
  engines,
  checks: z.record(z.string(), z.boolean()).describe('what a start waits for'),
});
const selling = z.strictObject({ selling: z.boolean(), holding: z.boolean(), engines });
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

const probe = { neverShed: true } as const;

export interface Readiness {
  readonly ready: boolean;
  readonly holding: boolean;
  readonly selling: boolean;
  readonly browsing: boolean;
  readonly engines: Readonly<Record<string, EngineState>>;
  readonly checks: Readonly<Record<string, boolean>>;
}

export interface OpsRoutesDeps {
  readonly readiness: () => Readiness | Promise<Readiness>;
  readonly projections: () => Promise<Overview>;
  readonly metrics: Registry;
  readonly settings: Pick<ApiSettings, 'version'>;
}

export const opsRoutes = (app: ApiInstance, deps: OpsRoutesDeps): void => {
  const tags = ['operate'];

  app.get(
    '/health/live',
    {
      config: probe,
      schema: { operationId: 'checkLiveness', summary: 'The process answers', tags, response: { 200: live } },
    },
    async () => ({ status: 'ok' as const, version: deps.settings.version }),
  );

  app.get(
    '/health/ready',
    {
      config: probe,
      schema: {
        operationId: 'checkReadiness',
        summary:
          'Whether browsing works: schema there, first import done, read models caught up once, Postgres answers',
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
    '/health/selling',
    {
      config: probe,
      schema: {
        operationId: 'checkSelling',
        summary: 'Whether seats can be sold: the event log, the key store and the payment gateway answer',
        tags,
        response: { 200: selling, 503: selling },
      },
    },
    async (_request, reply) => {
      const { selling, holding, engines } = await deps.readiness();
      return reply.code(selling ? 200 : 503).send({ selling, holding, engines });
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
