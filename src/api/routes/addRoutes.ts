/** Every route group there is. */
import type { ApiInstance, AppDeps } from '../AppDeps.ts';
import { bookingListRoutes } from './bookingLists.ts';
import { bookingRoutes } from './bookings.ts';
import { checkInRoutes } from './checkins.ts';
import { customerRoutes } from './customers.ts';
import { hallRoutes } from './halls.ts';
import { holdRoutes } from './holds.ts';
import { keyRoutes } from './keys.ts';
import { logRoutes } from './log.ts';
import { movieRoutes } from './movies.ts';
import { opsRoutes } from './ops.ts';
import { seatHistoryRoutes } from './seatHistory.ts';
import { seatRoutes } from './seats.ts';
import { showtimeStaffRoutes } from './showtimeStaff.ts';
import { showtimeRoutes } from './showtimes.ts';
import { simulatedPaymentRoutes } from './simulatedPayments.ts';
import { stripeWebhookRoutes } from './stripeWebhook.ts';
import { theaterRoutes } from './theaters.ts';

export const addRoutes = (app: ApiInstance, deps: AppDeps): void => {
  movieRoutes(app, deps);
  theaterRoutes(app, deps);
  hallRoutes(app, deps);
  showtimeRoutes(app, deps);
  showtimeStaffRoutes(app, deps);
  seatRoutes(app, deps);
  holdRoutes(app, deps);
  bookingRoutes(app, deps);
  bookingListRoutes(app, deps);
  keyRoutes(app, deps);
  checkInRoutes(app, deps);
  customerRoutes(app, deps);
  simulatedPaymentRoutes(app, deps);
  stripeWebhookRoutes(app, deps);
  seatHistoryRoutes(app, deps);
  logRoutes(app, deps);
  opsRoutes(app, deps);
};
