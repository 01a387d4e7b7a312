import type { Registry } from 'prom-client';
import { z } from 'zod';
import { instantSchema } from '../../domain/kernel/ids.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';

const labels = z.record(z.string(), z.coerce.string());

/** As the registry gives them. */
const collected = z.array(
  z.object({
    name: z.string(),
    help: z.string(),
    type: z.enum(['counter', 'gauge', 'histogram', 'summary']),
    values: z.array(z.object({ metricName: z.string().optional(), labels, value: z.unknown() })),
  }),
);
type Collected = z.output<typeof collected>[number];

const metricShown = z.strictObject({
  name: z.string(),
  help: z.string(),
  type: z.enum(['counter', 'gauge', 'histogram', 'summary']),
  samples: z.array(
    z.strictObject({
      name: z.string().describe('of a histogram its `_sum` and `_count`, without the buckets'),
      labels: z.record(z.string(), z.string()),
      value: z.number(),
    }),
  ),
});

const metricsShown = z
  .strictObject({
    at: instantSchema.describe('by the clock of the node'),
    items: z.array(metricShown),
    nextCursor: z.null(),
  })
  .meta({ id: 'Metrics' });

const ownMetrics = /^(?:marquee|process|nodejs)_/;

const shownOf = ({ name, help, type, values }: Collected): z.output<typeof metricShown> => ({
  ...{ name, help, type },
  samples: values.flatMap(({ metricName = name, labels, value }) =>
    typeof value === 'number' && Number.isFinite(value) && !metricName.endsWith('_bucket')
      ? [{ name: metricName, labels, value }]
      : [],
  ),
});

export interface MetricsRoutesDeps {
  readonly metrics: Registry;
  readonly clock: Clock;
}

export const metricsRoutes = (app: ApiInstance, { metrics, clock }: MetricsRoutesDeps): void => {
  app.get(
    '/v1/ops/metrics',
    {
      schema: {
        operationId: 'listMetrics',
        summary: 'What `/metrics` tells of this node, as JSON',
        description: 'Histograms without their buckets. Other nodes have numbers of their own.',
        tags: ['operate'],
        response: { 200: metricsShown },
      },
    },
    async (_request, reply) => {
      const items = collected.parse(await metrics.getMetricsAsJSON());
      reply.header('cache-control', 'no-store');
      const at = new Date(clock.nowMs()).toISOString();
      return { at, items: items.filter(({ name }) => ownMetrics.test(name)).map(shownOf), nextCursor: null };
    },
  );
};
