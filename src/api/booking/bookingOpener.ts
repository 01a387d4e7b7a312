import type { FastifyRequest } from 'fastify';
import type { Booking } from '../../domain/booking/BookingState.ts';
import { idSchema } from '../../domain/kernel/ids.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import type { BookingsQueries } from '../../projections/bookings/bookingsQueries.ts';
import { type ApiSecrets, everyKey } from '../http/ApiSecrets.ts';
import { mayActFor } from '../http/auth/Caller.ts';
import { notFound, notYours, ProblemError } from '../http/problems/Problem.ts';
import { idParams } from '../http/schemas.ts';
import { orBefore, orStale, type Stale } from '../http/stale.ts';
import { provesBooking } from './bookingAccess.ts';
import { type BookingAtRevision, type BookingRead, readBooking } from './readBooking.ts';

export interface BookingOpenerDeps {
  readonly secrets: ApiSecrets;
  readonly events: Pick<EventStore, 'readStream'>;
  readonly clock: Clock;
  readonly bookingLists: Pick<BookingsQueries, 'booking' | 'position'>;
}

/** Of the routes under one booking. */
export const bookingDescribed = {
  tags: ['book'],
  params: idParams,
  security: [{ token: [] }, { bookingAccess: [] }],
};

/**
 * Opens the booking that a request names, for its customer, staff of its theater, admins, and callers with its access
 * token. For all other callers there is no such booking.
 */
export const bookingOpener = ({ secrets, events, clock, bookingLists }: BookingOpenerDeps) => {
  const idIn = (request: FastifyRequest) => idSchema.safeParse((request.params as { id?: unknown }).id).data;
  const isCustomers = ({ caller, headers }: FastifyRequest, booking: Booking): boolean => {
    if (caller.customerIds.includes(booking.customerId)) return true;
    const header = headers['booking-access'];
    const given = typeof header === 'string' ? header : '';
    return provesBooking(everyKey(secrets, 'bookingAccess'), booking, given, clock.nowMs());
  };
  const mayOpen = (request: FastifyRequest, booking: Booking): boolean =>
    mayActFor(request.caller, booking.theaterId) || isCustomers(request, booking);
  const readable = (id: string): Promise<(BookingAtRevision & { readonly stale?: Stale }) | undefined> =>
    orBefore(
      () => readBooking(events, id),
      (revision) => readBooking(events, id, undefined, revision + 1),
    );
  /** Throws the problem not-found. */
  const opened = async (request: FastifyRequest): Promise<BookingAtRevision & { readonly stale?: Stale }> => {
    const id = idIn(request);
    const found = id === undefined ? undefined : await readable(id);
    if (found === undefined) throw notFound('There is no such booking');
    if (mayOpen(request, found.booking)) return found;
    throw notYours('There is no such booking');
  };
  /** While the log is away from the read model, which lacks what staff also see. Throws as `opened`. */
  const openedOrStale = (request: FastifyRequest): Promise<BookingRead & { readonly stale?: Stale }> =>
    orStale(
      request.server,
      () => opened(request),
      bookingLists,
      async () => {
        const id = idIn(request);
        const row = id === undefined ? undefined : await bookingLists.booking(id);
        return row !== undefined && mayOpen(request, row.booking)
          ? { booking: row.booking, history: row.history }
          : undefined;
      },
    );
  const demandTheaterOf = async (request: FastifyRequest): Promise<void> => {
    const { booking } = await opened(request);
    if (!mayActFor(request.caller, booking.theaterId)) throw new ProblemError({ name: 'forbidden' });
  };
  const openersOnly = async (request: FastifyRequest): Promise<void> => {
    if (idIn(request) !== undefined) await opened(request);
  };
  return { opened, openedOrStale, demandTheaterOf, openersOnly };
};
