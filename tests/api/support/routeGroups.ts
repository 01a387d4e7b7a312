/** Every route group, for tests of the HTTP layer as one. What each uses is given to all of them at once. */

import { type BookingListRoutesDeps, bookingListRoutes } from '../../../src/api/booking/listRoutes.ts';
import { type BookingRoutesDeps, bookingRoutes } from '../../../src/api/booking/routes.ts';
import { type CustomerRoutesDeps, customerRoutes } from '../../../src/api/customer/routes.ts';
import { type DiffRoutesDeps, diffRoutes } from '../../../src/api/diff/routes.ts';
import { type DeskCheckInDeps, deskCheckInRoutes } from '../../../src/api/gate/deskRoutes.ts';
import { type ExpectedRoutesDeps, expectedRoutes } from '../../../src/api/gate/expectedRoutes.ts';
import { type CheckInRoutesDeps, checkInRoutes } from '../../../src/api/gate/routes.ts';
import { type HallRoutesDeps, hallRoutes } from '../../../src/api/hall/routes.ts';
import { type HoldRoutesDeps, holdRoutes } from '../../../src/api/hold/routes.ts';
import type { ApiInstance } from '../../../src/api/http/ApiInstance.ts';
import { type PasskeyRoutesDeps, passkeyRoutes } from '../../../src/api/identity/passkeyRoutes.ts';
import { type SessionRoutesDeps, sessionRoutes } from '../../../src/api/identity/sessionRoutes.ts';
import { type SignInRoutesDeps, signInRoutes } from '../../../src/api/identity/signInRoutes.ts';
import { type TokenRoutesDeps, tokenRoutes } from '../../../src/api/identity/tokenRoutes.ts';
import { type LogRoutesDeps, logRoutes } from '../../../src/api/log/routes.ts';
import { type MovieRoutesDeps, movieRoutes } from '../../../src/api/movie/routes.ts';
import { type MetricsRoutesDeps, metricsRoutes } from '../../../src/api/ops/metricsRoutes.ts';
import { type ParkedRoutesDeps, parkedRoutes } from '../../../src/api/ops/parkedRoutes.ts';
import { type OpsRoutesDeps, opsRoutes } from '../../../src/api/ops/routes.ts';
import { type StuckWorkRoutesDeps, stuckWorkRoutes } from '../../../src/api/ops/stuckWorkRoutes.ts';
import { type PageRoutesDeps, pageRoutes } from '../../../src/api/pages/routes.ts';
import {
  type SimulatedPaymentRoutesDeps,
  simulatedPaymentRoutes,
} from '../../../src/api/payments/ledgerRoutes.ts';
import {
  type PaymentOptionsRoutesDeps,
  paymentOptionsRoutes,
} from '../../../src/api/payments/optionsRoutes.ts';
import {
  type StripeWebhookRoutesDeps,
  stripeWebhookRoutes,
} from '../../../src/api/payments/webhookRoutes.ts';
import { type ProofRoutesDeps, proofRoutes } from '../../../src/api/proof/routes.ts';
import { type QueueRoutesDeps, queueRoutes } from '../../../src/api/queue/routes.ts';
import { type RecoveryRoutesDeps, recoveryRoutes } from '../../../src/api/recovery/routes.ts';
import { type ReportRoutesDeps, reportRoutes } from '../../../src/api/reports/routes.ts';
import { type SeatRoutesDeps, seatRoutes } from '../../../src/api/seats/routes.ts';
import { type AuditRoutesDeps, auditRoutes } from '../../../src/api/security/routes.ts';
import { type SettlementRoutesDeps, settlementRoutes } from '../../../src/api/settlement/routes.ts';
import { type ShowtimeRoutesDeps, showtimeRoutes } from '../../../src/api/showtime/routes.ts';
import { type TheaterRoutesDeps, theaterRoutes } from '../../../src/api/theater/routes.ts';
import { type KeyRoutesDeps, keyRoutes } from '../../../src/api/ticket/routes.ts';

export type RouteDeps = AuditRoutesDeps &
  MovieRoutesDeps &
  TheaterRoutesDeps &
  HallRoutesDeps &
  ShowtimeRoutesDeps &
  SeatRoutesDeps &
  HoldRoutesDeps &
  QueueRoutesDeps &
  BookingRoutesDeps &
  BookingListRoutesDeps &
  RecoveryRoutesDeps &
  ProofRoutesDeps &
  KeyRoutesDeps &
  CheckInRoutesDeps &
  ExpectedRoutesDeps &
  DeskCheckInDeps &
  CustomerRoutesDeps &
  TokenRoutesDeps &
  SessionRoutesDeps &
  PasskeyRoutesDeps &
  SignInRoutesDeps &
  SimulatedPaymentRoutesDeps &
  StripeWebhookRoutesDeps &
  PaymentOptionsRoutesDeps &
  DiffRoutesDeps &
  ReportRoutesDeps &
  SettlementRoutesDeps &
  LogRoutesDeps &
  StuckWorkRoutesDeps &
  ParkedRoutesDeps &
  OpsRoutesDeps &
  MetricsRoutesDeps &
  PageRoutesDeps;

export const routeGroups: readonly ((app: ApiInstance, deps: RouteDeps) => void)[] = [
  movieRoutes,
  theaterRoutes,
  hallRoutes,
  showtimeRoutes,
  seatRoutes,
  holdRoutes,
  queueRoutes,
  bookingRoutes,
  bookingListRoutes,
  recoveryRoutes,
  keyRoutes,
  checkInRoutes,
  expectedRoutes,
  deskCheckInRoutes,
  customerRoutes,
  tokenRoutes,
  sessionRoutes,
  passkeyRoutes,
  signInRoutes,
  simulatedPaymentRoutes,
  stripeWebhookRoutes,
  paymentOptionsRoutes,
  diffRoutes,
  reportRoutes,
  settlementRoutes,
  logRoutes,
  proofRoutes,
  stuckWorkRoutes,
  parkedRoutes,
  auditRoutes,
  opsRoutes,
  metricsRoutes,
  pageRoutes,
];
