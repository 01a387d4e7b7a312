/** Every route group there is. */
import type { ApiInstance, AppDeps } from '../AppDeps.ts';
import { hallRoutes } from './halls.ts';
import { holdRoutes } from './holds.ts';
import { logRoutes } from './log.ts';
import { movieRoutes } from './movies.ts';
import { opsRoutes } from './ops.ts';
import { seatHistoryRoutes } from './seatHistory.ts';
import { seatStreamRoutes } from './seatStream.ts';
import { seatRoutes } from './seats.ts';
import { showtimeStaffRoutes } from './showtimeStaff.ts';
import { showtimeRoutes } from './showtimes.ts';
import { theaterRoutes } from './theaters.ts';

export const addRoutes = (app: ApiInstance, deps: AppDeps): void => {
  movieRoutes(app, deps);
  theaterRoutes(app, deps);
  hallRoutes(app, deps);
  showtimeRoutes(app, deps);
  showtimeStaffRoutes(app, deps);
  seatRoutes(app, deps);
  seatStreamRoutes(app, deps);
  holdRoutes(app, deps);
  seatHistoryRoutes(app, deps);
  logRoutes(app, deps);
  opsRoutes(app, deps);
};
