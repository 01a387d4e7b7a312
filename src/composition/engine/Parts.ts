import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Secrets } from '../../adapters/keys/loadSecrets.ts';
import type { CustomerServices } from '../../api/customer/CustomerServices.ts';
import type { ApiSettings } from '../../api/http/ApiSettings.ts';
import type { BudgetCounts } from '../../api/http/limits/BudgetCounts.ts';
import type { ProofCounts } from '../../api/http/limits/botGuard.ts';
import type { MayBeBehind } from '../../api/http/minPosition.ts';
import type { Readiness } from '../../api/ops/routes.ts';
import type { PaymentNotices } from '../../api/payments/webhookRoutes.ts';
import type { TicketServices } from '../../api/ticket/TicketServices.ts';
import type { BookingDriver } from '../../commands/booking/BookingDriver.ts';
import type { BookingUseCases } from '../../commands/booking/bookings.ts';
import type { Commands } from '../../commands/Commands.ts';
import type { LostDemandCounter } from '../../commands/demand/LostDemandCounter.ts';
import type { LogTail } from '../../commands/engine/LogTail.ts';
import type { BudgetKeeper } from '../../commands/limits/budgetKeeper.ts';
import type { DeclinedCards } from '../../commands/limits/declinedCards.ts';
import type { RateCounts } from '../../commands/limits/rateCounts.ts';
import type { DemandMeter } from '../../commands/queue/demandMeter.ts';
import type { Rooms } from '../../commands/queue/rooms.ts';
import type { SecurityLog } from '../../commands/security/securityLog.ts';
import type { TheaterTexts } from '../../commands/theater/theaterTexts.ts';
import type { Config } from '../../config.ts';
import type { ParkedLists } from '../../following/parkedLists.ts';
import type { SteadyClock } from '../../ports/Clock.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import type { LogFeed } from '../../ports/LogFeed.ts';
import type { PaymentLedger } from '../../ports/PaymentGateway.ts';
import type { StatementRenderer } from '../../ports/StatementRenderer.ts';
import type { JobStatus } from '../../processes/engine/runJob.ts';
import type { AvailabilityQueries } from '../../projections/availability/availabilityQueries.ts';
import type { BookingsQueries } from '../../projections/bookings/bookingsQueries.ts';
import type { OpenBookingsQueries } from '../../projections/bookings/openBookingsQueries.ts';
import type { CatalogQueries } from '../../projections/catalog/queries.ts';
import type { Overview } from '../../projections/engine/projectionOverview.ts';
import type { StaleStreams } from '../../projections/engine/staleStreams.ts';
import type { OutboxQueries } from '../../projections/outbox/outboxQueries.ts';
import type { ReportQueries } from '../../projections/reports/reportQueries.ts';
import type { SettlementQueries } from '../../projections/reports/settlementQueries.ts';
import type { StaleFigures } from '../../projections/reports/staleFigures.ts';
import type { SearchQueries } from '../../projections/search/searchQueries.ts';
import type { SeatMaps } from '../../projections/seat-maps/SeatMaps.ts';
import type { EnginesSeen } from './EnginesSeen.ts';
import type { Engines } from './openEngines.ts';

export interface Views {
  readonly catalog: CatalogQueries & MayBeBehind;
  readonly availability: AvailabilityQueries & MayBeBehind;
  readonly search: SearchQueries & MayBeBehind;
  readonly bookingLists: BookingsQueries & MayBeBehind;
  readonly openBookings: OpenBookingsQueries & MayBeBehind;
  readonly outbox: OutboxQueries;
  readonly reports: ReportQueries & MayBeBehind;
  readonly settlements: SettlementQueries;
  readonly seatMaps: SeatMaps;
  readonly staleShowtimes: StaleStreams;
  readonly staleBookings: StaleStreams;
  readonly staleFigures: StaleFigures;
}

export interface Sales {
  readonly driver: BookingDriver;
  readonly bookings: BookingUseCases;
  readonly tickets: TicketServices;
  readonly statements: StatementRenderer;
  readonly customers: CustomerServices;
  readonly texts: TheaterTexts;
  readonly paymentLedger?: PaymentLedger;
  readonly paymentNotices?: PaymentNotices;
}

export interface Parts extends Engines, Views, Sales {
  readonly config: Config;
  readonly tail: LogTail;
  readonly feed: LogFeed;
  readonly position: LogTail;
  readonly commands: Commands;
  readonly rooms: Rooms;
  readonly budgets: BudgetKeeper;
  readonly cards: DeclinedCards;
  readonly rates: RateCounts;
  /** Writes of callers to showtimes, by the hour. */
  readonly writes: RateCounts;
  readonly demand: DemandMeter;
  readonly lostDemand: LostDemandCounter;
  readonly secrets: Secrets;
  readonly metrics: Registry;
  readonly clock: SteadyClock;
  readonly ids: IdSource;
  readonly logger: Logger;
}

export interface ServedParts extends Parts {
  readonly budgetCounts: BudgetCounts;
  readonly proofCounts: ProofCounts;
  readonly securityLog: SecurityLog;
  readonly settings: ApiSettings;
  readonly lookAtEngines: () => Promise<EnginesSeen>;
  readonly readiness: () => Promise<Readiness>;
  readonly projections: () => Promise<Overview>;
  readonly parked: ParkedLists;
  readonly jobs: () => readonly JobStatus[];
}
