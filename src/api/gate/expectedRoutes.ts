import { type Booking, keptSeats, standingAdmissions } from '../../domain/booking/BookingState.ts';
import type { BookingsQueries } from '../../projections/bookings/bookingsQueries.ts';
import type { ApiInstance } from '../http/ApiInstance.ts';
import { type MayBeBehind, readsAtPosition } from '../http/minPosition.ts';
import { pageOf } from '../http/schemas.ts';
import { expectedShown, ofShowtimeQuery } from './schemas.ts';
import { type ShowtimeAtGateDeps, showtimeAtGate } from './showtimeAtGate.ts';

export interface ExpectedRoutesDeps extends ShowtimeAtGateDeps {
  readonly bookingLists: BookingsQueries & MayBeBehind;
}

const expectedView = (booking: Booking) => ({
  bookingId: booking.bookingId,
  status: booking.status,
  seatIds: booking.status === 'confirmed' ? keptSeats(booking).map(({ id }) => id) : [],
  admittedSeatIds: standingAdmissions(booking).flatMap(({ seatIds }) => seatIds),
});

export const expectedRoutes = (app: ApiInstance, deps: ExpectedRoutesDeps): void => {
  const { bookingLists } = deps;

  app.get(
    '/v1/checkins/expected',
    {
      schema: {
        operationId: 'listExpectedAtGate',
        problems: ['not-found'],
        summary: "A showtime's bookings as a gate without a network needs them, the newest first",
        description:
          'Without personal data. Cancelled seats are left out; a booking that is not confirmed has no seats.',
        tags: ['gate'],
        querystring: ofShowtimeQuery,
        response: { 200: pageOf(expectedShown) },
      },
      preHandler: readsAtPosition(bookingLists),
    },
    async (request) => {
      const { showtimeId, limit, cursor } = request.query;
      await showtimeAtGate(deps, showtimeId, request.caller);
      const page = { limit, ...(cursor === undefined ? {} : { cursor }) };
      const { items, nextCursor } = await bookingLists.bookings({ showtimeId }, page);
      return { items: items.map(({ booking }) => expectedView(booking)), nextCursor };
    },
  );
};
