import { collectDefaultMetrics } from 'prom-client';
import { opsRoutes } from '../api/ops/routes.ts';
import { stuckWorkRoutes } from '../api/ops/stuckWorkRoutes.ts';
import { addProjectionMetrics } from './engine/projectionMetrics.ts';
import type { Slice } from './engine/Slice.ts';
import { addEngineMetrics } from './engine/watchEngines.ts';

export const ops: Slice = {
  routes: (app, parts) => {
    stuckWorkRoutes(app, parts);
    opsRoutes(app, parts);
  },
  metrics: ({ metrics, projections, lookAtEngines }) => {
    collectDefaultMetrics({ register: metrics });
    addProjectionMetrics(metrics, projections);
    addEngineMetrics(metrics, lookAtEngines);
  },
};
