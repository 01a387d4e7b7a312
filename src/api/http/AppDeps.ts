/** Everything the HTTP layer is given by the composition root. It opens nothing and reads no settings itself. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Registry } from 'prom-client';
import type { BookingUseCases } from '../../commands/booking/bookings.ts';
import type { Commands } from '../../commands/Commands.ts';
import type { EraseCustomerOutcome, EraseCustomerRequest } from '../../commands/customer/eraseCustomer.ts';
import type { CustomerExport } from '../../commands/customer/exportCustomer.ts';
import type { CommandContext } from '../../commands/engine/Outcome.ts';
import type { Booking } from '../../domain/booking/BookingState.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { EventStore, Position } from '../../ports/EventStore.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import type { Sealed } from '../../ports/KeyStore.ts';
import type { PaymentLedger } from '../../ports/PaymentGateway.ts';
import type { TicketCodes } from '../../ports/TicketCodes.ts';
import type { TicketMediaType } from '../../ports/TicketRenderer.ts';
import type { AvailabilityQueries } from '../../projections/availability/availabilityQueries.ts';
import type { BookingsQueries } from '../../projections/bookings/bookingsQueries.ts';
import type { CatalogQueries } from '../../projections/catalog/queries.ts';
import type { Overview } from '../../projections/engine/projectionOverview.ts';
import type { OpenBookingsQueries } from '../../projections/openBookings/openBookingsQueries.ts';
import type { OutboxQueries } from '../../projections/outbox/outboxQueries.ts';
import type { SearchQueries } from '../../projections/search/searchQueries.ts';
import type { SeatMaps } from '../../projections/seat-maps/SeatMaps.ts';
import type { PositionedView } from './minPosition.ts';

/** Keys by purpose; how they are made and kept is not this layer's business. */
export interface ApiSecrets {
  readonly holdToken: Uint8Array;
  readonly jwt: Uint8Array;
  readonly idempotency: Uint8Array;
  readonly bookingAccess: Uint8Array;
  /** Of secrets that were current before: they still prove what was given out under them. */
  readonly older?: readonly Omit<ApiSecrets, 'older'>[];
}

export interface CustomerServices {
  /** The customer that whoever gives this e-mail address is now. */
  guestId(email: string): Promise<string>;
  /** What the bookings of a signed-in customer with this address carry. */
  emailHash(email: string): string;
  erase(request: EraseCustomerRequest, context: CommandContext): Promise<EraseCustomerOutcome>;
  export(customerId: string): Promise<CustomerExport>;
  /** What a customer said, as they said it; undefined when nobody can read it any more. Throws KeyStoreUnavailable. */
  open(sealed: Sealed): Promise<unknown>;
}

export interface TicketServices extends TicketCodes {
  /** The file; undefined for a booking that has no ticket. */
  draw(booking: Booking, as: TicketMediaType): Promise<Uint8Array | undefined>;
}

/** What the payment gateway sends by itself. */
export interface PaymentNotices {
  /** `refused`: not from the gateway, or too old. Repeats are taken and do nothing. */
  take(body: Uint8Array, signature: string): Promise<'taken' | 'refused'>;
}

export interface ApiSettings {
  /** Requests per caller's address and window; none when absent. */
  readonly rateLimit?: { readonly max: number; readonly windowMs: number; readonly exemptLoopback: boolean };
  /** Requests are shed while the event loop lags more than this. */
  readonly eventLoopDelayMsMax: number;
  /** Whether `X-Forwarded-For` is believed. */
  readonly trustProxy: boolean;
  /** Of this program, as its documentation shows it. */
  readonly version: string;
}

export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, boolean>>;
}

/** What is read from it may be as of an instant (ms) some time ago, which this says. */
export type MayBeBehind = Pick<PositionedView, 'asOf'>;

export interface AppDeps {
  readonly commands: Commands;
  readonly events: EventStore;
  readonly catalog: CatalogQueries & MayBeBehind;
  readonly availability: AvailabilityQueries & MayBeBehind;
  readonly search: SearchQueries & MayBeBehind;
  readonly seatMaps: SeatMaps;
  readonly bookings: BookingUseCases;
  readonly bookingLists: BookingsQueries & MayBeBehind;
  readonly openBookings: Pick<OpenBookingsQueries, 'waitFor' | 'refundProgress' | 'stuckPayments'> &
    MayBeBehind;
  readonly outbox: Pick<OutboxQueries, 'waitFor' | 'parkedMessages'>;
  readonly customers: CustomerServices;
  readonly tickets: TicketServices;
  /** Absent when the gateway is not the simulated one. */
  readonly paymentLedger?: PaymentLedger;
  /** Absent when the gateway sends nothing by itself. */
  readonly paymentNotices?: PaymentNotices;
  /** How far this node's own showtimes know the log. */
  readonly position: {
    /** Waits until they know it up to `position` or the deadline passes; says how far they are. */
    waitFor(position: Position, deadlineMs: number): Promise<Position>;
  };
  readonly readiness: () => Readiness | Promise<Readiness>;
  /** How far the read models are, and what this process does about them. */
  readonly projections: () => Promise<Overview>;
  readonly metrics: Registry;
  readonly secrets: ApiSecrets;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly settings: ApiSettings;
  readonly logger: FastifyBaseLogger;
}

export type ApiInstance = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;
