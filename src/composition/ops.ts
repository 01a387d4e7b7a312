import { collectDefaultMetrics } from 'prom-client';
import { metricsRoutes } from '../api/ops/metricsRoutes.ts';
import { parkedRoutes } from '../api/ops/parkedRoutes.ts';
import { opsRoutes } from '../api/ops/routes.ts';
import { stuckWorkRoutes } from '../api/ops/stuckWorkRoutes.ts';
import { createOperatorTexts } from '../commands/parking/operatorTexts.ts';
import { createParkings } from '../commands/parking/parkings.ts';
import { addJobMetrics } from './engine/jobMetrics.ts';
import { addProjectionMetrics } from './engine/projectionMetrics.ts';
import type { Slice } from './engine/Slice.ts';
import { addEngineMetrics } from './engine/watchEngines.ts';

export const ops: Slice = {
  routes: (app, parts) => {
    stuckWorkRoutes(app, parts);
    opsRoutes(app, parts);
    const texts = createOperatorTexts(parts.keyStore);
    parkedRoutes(app, { ...parts, parkings: createParkings({ ...parts, texts }) });
    metricsRoutes(app, parts);
  },
  metrics: ({ metrics, projections, jobs, lookAtEngines }) => {
    collectDefaultMetrics({ register: metrics });
    addProjectionMetrics(metrics, projections);
    addJobMetrics(metrics, jobs);
    addEngineMetrics(metrics, lookAtEngines);
  },
};
