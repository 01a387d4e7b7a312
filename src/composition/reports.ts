import { diffRoutes } from '../api/diff/routes.ts';
import { reportRoutes } from '../api/reports/routes.ts';
import { reportsProjection } from '../projections/reports/reportsProjection.ts';
import type { Slice } from './engine/Slice.ts';

export const reports: Slice = {
  projections: [reportsProjection],
  routes: (app, parts) => {
    reportRoutes(app, parts);
    diffRoutes(app, parts);
  },
};
