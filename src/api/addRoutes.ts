/** Every route group there is. */

import { bookingListRoutes } from './booking/listRoutes.ts';
import { bookingRoutes } from './booking/routes.ts';
import { customerRoutes } from './customer/routes.ts';
import { checkInRoutes } from './gate/routes.ts';
import { hallRoutes } from './hall/routes.ts';
import { holdRoutes } from './hold/routes.ts';
import type { ApiInstance, AppDeps } from './http/AppDeps.ts';
import { logRoutes } from './log/routes.ts';
import { movieRoutes } from './movie/routes.ts';
import { opsRoutes } from './ops/routes.ts';
import { stuckWorkRoutes } from './ops/stuckWorkRoutes.ts';
import { simulatedPaymentRoutes } from './payments/ledgerRoutes.ts';
import { stripeWebhookRoutes } from './payments/webhookRoutes.ts';
import { seatRoutes } from './seats/routes.ts';
import { showtimeRoutes } from './showtime/routes.ts';
import { theaterRoutes } from './theater/routes.ts';
import { keyRoutes } from './ticket/routes.ts';

export const addRoutes = (app: ApiInstance, deps: AppDeps): void => {
  movieRoutes(app, deps);
  theaterRoutes(app, deps);
  hallRoutes(app, deps);
  showtimeRoutes(app, deps);
  seatRoutes(app, deps);
  holdRoutes(app, deps);
  bookingRoutes(app, deps);
  bookingListRoutes(app, deps);
  keyRoutes(app, deps);
  checkInRoutes(app, deps);
  customerRoutes(app, deps);
  simulatedPaymentRoutes(app, deps);
  stripeWebhookRoutes(app, deps);
  logRoutes(app, deps);
  stuckWorkRoutes(app, deps);
  opsRoutes(app, deps);
};
