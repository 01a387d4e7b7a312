import { type BookingListRoutesDeps, bookingListRoutes } from '../api/booking/listRoutes.ts';
import { type BookingRoutesDeps, bookingRoutes } from '../api/booking/routes.ts';
import { type CustomerRoutesDeps, customerRoutes } from '../api/customer/routes.ts';
import { type CheckInRoutesDeps, checkInRoutes } from '../api/gate/routes.ts';
import { type HallRoutesDeps, hallRoutes } from '../api/hall/routes.ts';
import { type HoldRoutesDeps, holdRoutes } from '../api/hold/routes.ts';
import type { ApiInstance } from '../api/http/ApiInstance.ts';
import { type LogRoutesDeps, logRoutes } from '../api/log/routes.ts';
import { type MovieRoutesDeps, movieRoutes } from '../api/movie/routes.ts';
import { type OpsRoutesDeps, opsRoutes } from '../api/ops/routes.ts';
import { type StuckWorkRoutesDeps, stuckWorkRoutes } from '../api/ops/stuckWorkRoutes.ts';
import { type SimulatedPaymentRoutesDeps, simulatedPaymentRoutes } from '../api/payments/ledgerRoutes.ts';
import { type StripeWebhookRoutesDeps, stripeWebhookRoutes } from '../api/payments/webhookRoutes.ts';
import { type SeatRoutesDeps, seatRoutes } from '../api/seats/routes.ts';
import { type ShowtimeRoutesDeps, showtimeRoutes } from '../api/showtime/routes.ts';
import { type TheaterRoutesDeps, theaterRoutes } from '../api/theater/routes.ts';
import { type KeyRoutesDeps, keyRoutes } from '../api/ticket/routes.ts';

type RouteDeps = MovieRoutesDeps &
  TheaterRoutesDeps &
  HallRoutesDeps &
  ShowtimeRoutesDeps &
  SeatRoutesDeps &
  HoldRoutesDeps &
  BookingRoutesDeps &
  BookingListRoutesDeps &
  KeyRoutesDeps &
  CheckInRoutesDeps &
  CustomerRoutesDeps &
  SimulatedPaymentRoutesDeps &
  StripeWebhookRoutesDeps &
  LogRoutesDeps &
  StuckWorkRoutesDeps &
  OpsRoutesDeps;

export const routeGroups: readonly ((app: ApiInstance, deps: RouteDeps) => void)[] = [
  movieRoutes,
  theaterRoutes,
  hallRoutes,
  showtimeRoutes,
  seatRoutes,
  holdRoutes,
  bookingRoutes,
  bookingListRoutes,
  keyRoutes,
  checkInRoutes,
  customerRoutes,
  simulatedPaymentRoutes,
  stripeWebhookRoutes,
  logRoutes,
  stuckWorkRoutes,
  opsRoutes,
];
