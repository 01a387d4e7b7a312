import type { ApiInstance } from '../http/ApiInstance.ts';
import { type BlockRoutesDeps, blockRoutes } from './blockRoutes.ts';
import { type SeatHistoryRoutesDeps, seatHistoryRoutes } from './historyRoutes.ts';
import { type SeatMapRoutesDeps, seatMapRoutes } from './mapRoutes.ts';
import { type SeatStreamRoutesDeps, seatStreamRoutes } from './streamRoutes.ts';

export type SeatRoutesDeps = SeatMapRoutesDeps &
  SeatStreamRoutesDeps &
  SeatHistoryRoutesDeps &
  BlockRoutesDeps;

export const seatRoutes = (app: ApiInstance, deps: SeatRoutesDeps): void => {
  seatMapRoutes(app, deps);
  seatStreamRoutes(app, deps);
  seatHistoryRoutes(app, deps);
  blockRoutes(app, deps);
};
