/** Lists of bookings that read the log whenever they are asked: never behind, and no faster than a test needs. */
import type { MemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { readBooking } from '../../../src/api/booking/readBooking.ts';
import { type Booking, keptSeats } from '../../../src/domain/booking/BookingState.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import { positionStart } from '../../../src/ports/EventStore.ts';
import type { BookingsFound, BookingsQueries } from '../../../src/projections/bookings/bookingsQueries.ts';
import { seatDay } from '../../../src/projections/bookings/storedBooking.ts';
import { InvalidCursor } from '../../../src/projections/sql/page.ts';

const isFound = (booking: Booking, { reference, address, words, seats }: BookingsFound): boolean =>
  booking.reference === reference ||
  (address !== undefined &&
    (booking.customerId === address.guestId || booking.emailHash === address.emailHash)) ||
  (words?.every((word) => booking.wordHashes?.includes(word)) ?? false) ||
  keptSeats(booking).some(({ id }) => seats?.includes(seatDay(id, booking.startsAt)));

export const foldedBookings = (log: MemoryLog, events: Pick<EventStore, 'readStream'>): BookingsQueries => {
  const head = () => log.events.at(-1)?.position ?? positionStart;
  return {
    position: async () => head(),
    waitFor: async () => head(),
    booking: (id) => readBooking(events, id),
    bookingOfCheckin: async (checkinId) => {
      for (const [stream, events] of log.streams) {
        const made = events.some(
          ({ type, data }) => type === 'TicketAdmitted' && Object(data).checkinId === checkinId,
        );
        if (made) return stream.slice('booking-'.length);
      }
      return undefined;
    },
    bookings: async (
      { address, customerIds, showtimeId, reference, status, theaterIds, found },
      { limit, cursor },
    ) => {
      const ids = [...log.streams.keys()].filter((stream) => stream.startsWith('booking-'));
      const all = await Promise.all(ids.map((stream) => readBooking(events, stream.slice(8))));
      const rows = all
        .filter((row) => row !== undefined)
        .filter(({ booking }) => customerIds === undefined || customerIds.includes(booking.customerId))
        .filter(
          ({ booking }) =>
            address === undefined ||
            booking.customerId === address.guestId ||
            booking.emailHash === address.emailHash,
        )
        .filter(({ booking }) => showtimeId === undefined || booking.showtimeId === showtimeId)
        .filter(({ booking }) => reference === undefined || booking.reference === reference)
        .filter(({ booking }) => status === undefined || booking.status === status)
        .filter(({ booking }) => theaterIds === undefined || theaterIds.includes(booking.theaterId))
        .filter(({ booking }) => found === undefined || isFound(booking, found))
        .toReversed();
      const from = cursor === undefined ? 0 : Number(cursor);
      if (!Number.isInteger(from)) throw new InvalidCursor('not a number');
      const next = from + limit;
      return { items: rows.slice(from, next), nextCursor: next < rows.length ? String(next) : null };
    },
  };
};
