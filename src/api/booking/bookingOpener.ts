import type { FastifyRequest } from 'fastify';
import { idSchema } from '../../domain/kernel/ids.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import { type ApiSecrets, everyKey } from '../http/ApiSecrets.ts';
import { customerIdsOf, mayActFor } from '../http/auth/Caller.ts';
import { notFound, ProblemError } from '../http/problems/Problem.ts';
import { idParams } from '../http/schemas.ts';
import { provesBooking } from './bookingAccess.ts';
import { type BookingRead, readBooking } from './readBooking.ts';

export interface BookingOpenerDeps {
  readonly secrets: ApiSecrets;
  readonly events: Pick<EventStore, 'readStream'>;
  readonly clock: Clock;
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
export const bookingOpener = ({ secrets, events, clock }: BookingOpenerDeps) => {
  /** Throws the problem not-found. */
  const opened = async (request: FastifyRequest): Promise<BookingRead> => {
    const id = idSchema.safeParse((request.params as { id?: unknown }).id).data;
    const header = request.headers['booking-access'];
    const given = typeof header === 'string' ? header : '';
    const found = id === undefined ? undefined : await readBooking(events, id);
    if (found === undefined) throw notFound('There is no such booking');
    const { customerId, theaterId } = found.booking;
    const { caller } = request;
    const own =
      caller.id !== undefined && customerIdsOf(caller.id, secrets.guestIdentity).includes(customerId);
    if (
      own ||
      mayActFor(caller, theaterId) ||
      provesBooking(everyKey(secrets, 'bookingAccess'), found.booking, given, clock.nowMs())
    ) {
      return found;
    }
    throw notFound('There is no such booking');
  };
  const demandTheaterOf = async (request: FastifyRequest): Promise<void> => {
    const { booking } = await opened(request);
    if (!mayActFor(request.caller, booking.theaterId)) throw new ProblemError({ name: 'forbidden' });
  };
  const openersOnly = async (request: FastifyRequest): Promise<void> => {
    if (idSchema.safeParse((request.params as { id?: unknown }).id).success) await opened(request);
  };
  return { opened, demandTheaterOf, openersOnly };
};
