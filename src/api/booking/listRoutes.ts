import type { Commands } from '../../commands/Commands.ts';
import type { CancelledWhyDeps } from '../../commands/showtime/cancelledWhy.ts';
import type { TheaterTexts } from '../../commands/theater/theaterTexts.ts';
import { bookingAggregate } from '../../domain/booking/bookingAggregate.ts';
import { streamOf } from '../../domain/kernel/streams.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { BookingRow, BookingsQueries } from '../../projections/bookings/bookingsQueries.ts';
import type { OpenBookingsQueries } from '../../projections/bookings/openBookingsQueries.ts';
import type { StaleStreams } from '../../projections/engine/staleStreams.ts';
import type { CustomerServices } from '../customer/CustomerServices.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { mayActFor } from '../http/auth/Caller.ts';
import { type MayBeBehind, readsAtPosition } from '../http/minPosition.ts';
import { notFound } from '../http/problems/Problem.ts';
import { idParams, pageOf } from '../http/schemas.ts';
import { auditTargets } from '../http/security/addSecurityLog.ts';
import { orBefore, unlessAway } from '../http/stale.ts';
import { cancellationOf } from './cancellationOf.ts';
import { bookingsQuery, ownBookingsQuery } from './listSchemas.ts';
import { bookingShown, cancellationProgressShown } from './schemas.ts';
import { staffFilter } from './staffFilter.ts';
import { staffView } from './staffView.ts';
import { bookingView } from './views.ts';

type RowDeps = CancelledWhyDeps & Pick<BookingListRoutesDeps, 'staleBookings'>;

const rowView = async (deps: RowDeps, { booking, history }: BookingRow) => {
  const stale = (await deps.staleBookings()).get(streamOf(bookingAggregate, booking.bookingId));
  return {
    ...bookingView(booking),
    ...(await cancellationOf(deps, booking)),
    history: [...history],
    ...(stale === undefined ? {} : { stale }),
  };
};

export interface BookingListRoutesDeps {
  readonly clock: Clock;
  readonly bookingLists: BookingsQueries & MayBeBehind;
  readonly commands: Pick<Commands, 'showtimes' | 'bookings'>;
  readonly customers: Pick<CustomerServices, 'guestId' | 'idsOf' | 'emailHash' | 'wordHashes' | 'open'>;
  readonly texts: Pick<TheaterTexts, 'open'>;
  /** Streams that the model of the lists has parked. */
  readonly staleBookings: StaleStreams;
  readonly openBookings: Pick<OpenBookingsQueries, 'position' | 'waitFor' | 'refundProgress'> & MayBeBehind;
}

/** Rows whose customers are read at the same time: each takes a stream and a key. */
const rowsAtOnce = 5;

/** The model holds no personal data, so the sealed names come from the bookings' own streams while the log is there. */
const staffRows = async (deps: BookingListRoutesDeps, rows: readonly BookingRow[]) => {
  const { commands, customers } = deps;
  const staffRow = async (row: BookingRow) => {
    const { bookingId, customerId } = row.booking;
    const listed = { ...(await rowView(deps, row)), customerId };
    const named = async () => {
      const { state } = await commands.bookings.read(bookingId);
      return state.status === 'none' ? listed : { ...listed, ...(await staffView(customers, state)) };
    };
    return unlessAway(
      () => orBefore(named, async () => listed),
      async () => listed,
    );
  };
  const shown: Awaited<ReturnType<typeof staffRow>>[] = [];
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    shown.push(...(await Promise.all(rows.slice(from, from + rowsAtOnce).map(staffRow))));
  }
  return shown;
};

export const bookingListRoutes = (app: ApiInstance, deps: BookingListRoutesDeps): void => {
  const { bookingLists, commands, openBookings } = deps;
  const preHandler = readsAtPosition(bookingLists);
  const response = { 200: pageOf(bookingShown) };

  app.get(
    '/v1/me/bookings',
    {
      schema: {
        operationId: 'listMyBookings',
        summary: "The caller's own bookings, newest first",
        tags: ['book'],
        querystring: ownBookingsQuery,
        response,
      },
      preHandler,
    },
    async (request) => {
      const { status, limit, cursor } = request.query;
      const { customerIds } = request.caller;
      const filter = { customerIds, ...(status === undefined ? {} : { status }) };
      const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
      const { items, nextCursor } = await bookingLists.bookings(filter, page);
      return { items: await Promise.all(items.map((row) => rowView(deps, row))), nextCursor };
    },
  );

  app.get(
    '/v1/bookings',
    {
      schema: {
        operationId: 'findBookings',
        summary: 'Bookings by showtime, reference, customer, e-mail, or one search box, newest first',
        description:
          'E-mail, name and telephone number find what was booked with them, until the customer is erased; staff find those of their theaters.',
        tags: ['run'],
        querystring: bookingsQuery,
        response,
      },
      preHandler,
    },
    async (request) => {
      const { limit, cursor, ...asked } = request.query;
      const filter = await staffFilter(deps, request.caller, asked);
      if (filter === undefined) return { items: [], nextCursor: null };
      const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
      const { items, nextCursor } = await bookingLists.bookings(filter, page);
      auditTargets(
        request,
        items.map(({ booking }) => booking.bookingId),
      );
      return { items: await staffRows(deps, items), nextCursor };
    },
  );

  app.get(
    '/v1/showtimes/:id/cancellation',
    {
      schema: {
        operationId: 'getCancellationProgress',
        summary: 'How far the cinema is with paying a cancelled showtime back',
        tags: ['run'],
        params: idParams,
        response: { 200: cancellationProgressShown },
      },
      config: {
        theaterOf: async (id) => {
          const { state } = await commands.showtimes.read(id);
          return state.status === 'none' ? undefined : state.facts.theaterId;
        },
      },
      preHandler: readsAtPosition(openBookings),
    },
    async (request) => {
      const { id } = request.params;
      const { state } = await commands.showtimes.read(id);
      if (state.status === 'none' || !mayActFor(request.caller, state.facts.theaterId)) throw notFound();
      if (state.status !== 'cancelled') throw notFound('The showtime was not cancelled');
      const { bookings, refunded } = await openBookings.refundProgress(id);
      return { showtimeId: id, bookings, refunded, pending: bookings - refunded };
    },
  );
};
