import type { ApiInstance, AppDeps } from '../http/AppDeps.ts';
import { blockRoutes } from './blockRoutes.ts';
import { seatHistoryRoutes } from './historyRoutes.ts';
import { seatMapRoutes } from './mapRoutes.ts';
import { seatStreamRoutes } from './streamRoutes.ts';

export const seatRoutes = (app: ApiInstance, deps: AppDeps): void => {
  seatMapRoutes(app, deps);
  seatStreamRoutes(app, deps);
  seatHistoryRoutes(app, deps);
  blockRoutes(app, deps);
};
