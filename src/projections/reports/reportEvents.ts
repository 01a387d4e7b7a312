import { z } from 'zod';
import { bookingEvents } from '../../domain/booking/events.ts';
import { demandEvents } from '../../domain/demand/events.ts';
import type { EventOf } from '../../domain/kernel/eventDefinition.ts';
import { currencySchema } from '../../domain/kernel/money.ts';
import { movieEvents } from '../../domain/movie/events.ts';
import { settlementEvents } from '../../domain/settlement/events.ts';
import { showtimeEvents, showtimeFactsSchema } from '../../domain/showtime/events.ts';
import { theaterEvents } from '../../domain/theater/events.ts';
import { readingAs, readingOnly } from '../engine/readingOnly.ts';

/** Only counted: checking each seat would be most of the work. */
const counted = z.array(z.unknown()).min(1);
const { showtimeId, movieId, theaterId, hallId, startsAt, endsAt, businessDate, timeZone } =
  showtimeFactsSchema.shape;

const ShowtimeScheduled = readingAs(
  showtimeEvents.ShowtimeScheduled,
  z.object({
    ...{ showtimeId, movieId, theaterId, hallId, startsAt, endsAt, businessDate, timeZone },
    seats: counted,
    priceTerms: z.object({ base: z.object({ currency: currencySchema }) }),
  }),
);
const ShowtimeMovedToLayout = readingAs(showtimeEvents.ShowtimeMovedToLayout, z.object({ seats: counted }));

const ledgerDefinitions = {
  ShowtimeScheduled,
  ShowtimeMovedToLayout,
  ShowtimeCancelled: readingOnly(showtimeEvents.ShowtimeCancelled, 'reason'),
  SeatsHeld: readingOnly(showtimeEvents.SeatsHeld, 'seats'),
  HoldSwapped: readingOnly(showtimeEvents.HoldSwapped, 'released', 'added'),
  HoldReleased: readingOnly(showtimeEvents.HoldReleased, 'seatIds'),
  HoldExpired: readingOnly(showtimeEvents.HoldExpired, 'seatIds'),
  SeatsBooked: readingOnly(showtimeEvents.SeatsBooked, 'seatIds'),
  SeatsReturned: readingOnly(showtimeEvents.SeatsReturned, 'seatIds'),
  SeatsBlocked: readingOnly(showtimeEvents.SeatsBlocked, 'seatIds'),
  SeatsUnblocked: readingOnly(showtimeEvents.SeatsUnblocked, 'seatIds'),
  BookingInitiated: readingOnly(bookingEvents.BookingInitiated, 'showtimeId', 'seats'),
  BookingRevised: readingOnly(bookingEvents.BookingRevised, 'seats'),
  PaymentDeclined: readingOnly(bookingEvents.PaymentDeclined, 'attempt'),
  PaymentCaptured: readingOnly(bookingEvents.PaymentCaptured, 'amount'),
  BookingConfirmed: bookingEvents.BookingConfirmed,
  BookingExpired: bookingEvents.BookingExpired,
  CancellationAccepted: readingOnly(bookingEvents.CancellationAccepted, 'seatIds'),
  RefundIssued: readingOnly(bookingEvents.RefundIssued, 'amount'),
  ForeignRefundsFound: readingOnly(bookingEvents.ForeignRefundsFound, 'refunds'),
  TicketAdmitted: readingOnly(bookingEvents.TicketAdmitted, 'seatIds'),
  AdmissionUndone: readingOnly(bookingEvents.AdmissionUndone, 'seatIds'),
  DemandLost: readingOnly(demandEvents.DemandLost, 'from', 'refusals'),
  ShowtimeSummarized: showtimeEvents.ShowtimeSummarized,
} as const;
const bookDefinitions = {
  MovieTermsAgreed: movieEvents.MovieTermsAgreed,
  TheaterOpened: readingOnly(theaterEvents.TheaterOpened, 'theaterId', 'policies'),
  TheaterRevised: readingOnly(theaterEvents.TheaterRevised, 'theaterId', 'policies'),
  SettlementIssued: settlementEvents.SettlementIssued,
} as const;
export const reportDefinitions = { ...ledgerDefinitions, ...bookDefinitions } as const;

/** Of showtimes, bookings and lost demand. */
export type LedgerEvent = EventOf<(typeof ledgerDefinitions)[keyof typeof ledgerDefinitions]>;
/** Of what else a settlement needs. */
export type BookEvent = EventOf<(typeof bookDefinitions)[keyof typeof bookDefinitions]>;
export type ReportEvent = LedgerEvent | BookEvent;

export const isBookEvent = <Event extends ReportEvent>(event: Event): event is Event & BookEvent =>
  Object.hasOwn(bookDefinitions, event.type);
