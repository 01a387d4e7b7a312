import type { ApiInstance } from '../http/ApiInstance.ts';
import { bookingCancelRoutes, type CancelRoutesDeps } from './cancelRoutes.ts';
import { type QuoteRouteDeps, quoteRoute } from './quoteRoute.ts';
import { bookingReadRoutes, type ReadRoutesDeps } from './readRoutes.ts';
import { type StartRouteDeps, startBookingRoute } from './startRoute.ts';

export type BookingRoutesDeps = QuoteRouteDeps & StartRouteDeps & ReadRoutesDeps & CancelRoutesDeps;

export const bookingRoutes = (app: ApiInstance, deps: BookingRoutesDeps): void => {
  quoteRoute(app, deps);
  startBookingRoute(app, deps);
  bookingReadRoutes(app, deps);
  bookingCancelRoutes(app, deps);
};
