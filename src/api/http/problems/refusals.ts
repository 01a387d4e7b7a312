/** Every rejection of every decider and the problem that it becomes. */
import type { StartBookingRejection } from '../../../commands/booking/answerAttempt.ts';
import type { EraseCustomerRejection } from '../../../commands/customer/eraseCustomer.ts';
import type { Outcome } from '../../../commands/engine/Outcome.ts';
import type { CheckInRejection } from '../../../commands/gate/checkIn.ts';
import type { ParkingRefusal } from '../../../commands/parking/parkings.ts';
import type { CatalogRejection } from '../../../commands/showtime/scheduleShowtime.ts';
import type { BookingRejection } from '../../../domain/booking/commands.ts';
import type { HallRejection } from '../../../domain/hall/commands.ts';
import type { MovieRejection } from '../../../domain/movie/commands.ts';
import type { NotificationRejection } from '../../../domain/notification/notificationDecider.ts';
import type { QueueRejections } from '../../../domain/queue/queueDecider.ts';
import type { RecoveryRejection } from '../../../domain/recovery/recoveryDecider.ts';
import type { ScheduleRejection } from '../../../domain/schedule/commands.ts';
import type { ShowtimeRejection } from '../../../domain/showtime/commands.ts';
import type { TheaterRejection } from '../../../domain/theater/commands.ts';
import { invalidRequest, type Problem } from './Problem.ts';

export type ApiRejection =
  | MovieRejection
  | TheaterRejection
  | HallRejection
  | ScheduleRejection
  | ShowtimeRejection
  | CatalogRejection
  /** Only the driver of a booking sees an outdated step, only the gate an expired ticket. */
  | Exclude<BookingRejection, { readonly reason: 'StepOutdated' | 'TicketExpired' | 'AlreadyAdmitted' }>
  | StartBookingRejection
  | CheckInRejection
  | NotificationRejection
  | RecoveryRejection
  | QueueRejections[keyof QueueRejections]
  | EraseCustomerRejection
  | ParkingRefusal;

type ProblemTable = {
  readonly [Reason in ApiRejection['reason']]: (
    rejection: Extract<ApiRejection, { readonly reason: Reason }>,
  ) => Problem;
};

/** Total by its type: a rejection without an entry does not compile. */
const problemOf: ProblemTable = {
  ShowtimeNotFound: () => ({ name: 'not-found', detail: 'There is no such showtime' }),
  ShowtimeAlreadyExists: () => ({ name: 'already-exists' }),
  ShowtimeNotOnSale: ({ showtimeStatus }) => ({ name: 'showtime-not-on-sale', fields: { showtimeStatus } }),
  PriceTooHigh: () => ({ name: 'price-too-high' }),
  StaleVersion: ({ version }) => ({ name: 'stale-version', fields: { version } }),
  CurrencyInUse: ({ currency }) => ({ name: 'currency-in-use', fields: { currency } }),
  WrongCurrency: ({ currency }) => ({ name: 'wrong-currency', fields: { currency } }),
  UnknownSeat: ({ unknown }) => ({ name: 'unknown-seat', fields: { unknown } }),
  TooManySeats: ({ max }) => ({ name: 'too-many-seats', fields: { max } }),
  SeatsBelongTogether: (rejection) => ({ name: 'seats-belong-together', fields: { with: rejection.with } }),
  SeatsUnavailable: ({ unavailable }) => ({ name: 'seats-unavailable', fields: { unavailable } }),
  LoneSeat: ({ seats }) => ({ name: 'lone-seat', fields: { seats } }),
  HoldNotFound: () => ({ name: 'not-found', detail: 'There is no such hold' }),
  HoldOver: ({ how }) => ({ name: 'hold-expired', fields: { reason: how } }),
  HoldAlreadyBooked: () => ({ name: 'hold-already-booked' }),
  HoldCapReached: ({ expiresAt }) => ({ name: 'hold-cap-reached', fields: { expiresAt } }),
  SeatsNotBooked: ({ seatIds }) => ({ name: 'seats-unavailable', fields: { unavailable: seatIds } }),
  SeatsWouldVanish: ({ seatIds }) => ({ name: 'seats-would-vanish', fields: { seatIds } }),
  LayoutNotNewer: ({ layoutVersion }) => ({ name: 'layout-not-newer', fields: { layoutVersion } }),
  MovieNotFound: () => ({ name: 'not-found', detail: 'There is no such movie' }),
  MovieAlreadyExists: () => ({ name: 'already-exists' }),
  TheaterNotFound: () => ({ name: 'not-found', detail: 'There is no such theater' }),
  TheaterAlreadyExists: () => ({ name: 'already-exists' }),
  UnknownTimeZone: ({ timeZone }) =>
    invalidRequest({ path: 'timeZone', message: `${timeZone} is not a time zone`, in: 'body' }).problem,
  HallNotFound: () => ({ name: 'not-found', detail: 'There is no such hall' }),
  HallAlreadyExists: () => ({ name: 'already-exists' }),
  LayoutInvalid: ({ problems }) =>
    invalidRequest(...problems.map(({ path, message }) => ({ path, message, in: 'body' as const }))).problem,
  TooManyLayouts: ({ max }) => ({ name: 'too-many-layouts', fields: { max } }),
  HallBusy: ({ showtimeId, startsAt, freeFrom }) => ({
    name: 'hall-busy',
    fields: { showtimeId, startsAt, freeFrom },
  }),
  ShowtimeAlreadyReserved: ({ startsAt, endsAt }) => ({
    name: 'already-exists',
    fields: { startsAt, endsAt },
  }),
  StartsInThePast: () => ({ name: 'start-not-possible', detail: 'The start is in the past' }),
  StartsTooFarAhead: ({ daysMax }) => ({
    name: 'start-not-possible',
    detail: `The start is more than ${daysMax} days ahead`,
    fields: { daysMax },
  }),
  BookingNotFound: () => ({ name: 'not-found', detail: 'There is no such booking' }),
  BookingInProgress: () => ({ name: 'booking-in-progress', retryAfterSeconds: 1 }),
  TooManyAttempts: ({ max }) => ({ name: 'too-many-payments', fields: { max } }),
  CustomerNotFound: () => ({ name: 'not-found', detail: 'There is no such customer' }),
  CustomerErased: () => ({ name: 'customer-erased' }),
  NotCancellable: ({ why }) => ({ name: 'not-cancellable', fields: { why } }),
  QuoteChanged: ({ total }) => ({ name: 'quote-changed', fields: { total } }),
  RefundChanged: ({ refund }) => ({ name: 'refund-changed', fields: { refund } }),
  AlreadyInside: ({ reason: _reason, ...admitted }) => ({ name: 'already-admitted', fields: admitted }),
  OtherTheater: () => ({ name: 'forbidden', detail: "The ticket is for another theater's show" }),
  TooEarly: ({ opensAt }) => ({ name: 'too-early', fields: { opensAt } }),
  ScanNotUsable: ({ why }) =>
    invalidRequest({
      path: 'scannedAt',
      message: why === 'too-old' ? 'at most 24 hours ago' : 'not in the future',
      in: 'body',
    }).problem,
  CheckinNotFound: () => ({ name: 'not-found', detail: 'There is no such check-in' }),
  WrongShowtime: ({ showtimeId }) => ({ name: 'wrong-showtime', fields: { showtimeId } }),
  MessageNotFound: () => ({ name: 'not-found', detail: 'There is no such message' }),
  MessageNotParked: () => ({ name: 'not-parked' }),
  StreamNotParked: () => ({ name: 'not-parked', detail: 'Nothing has parked this stream' }),
  TooManySkips: ({ max }) => ({ name: 'too-many-skips', fields: { max } }),
  NothingStuck: () => ({ name: 'nothing-stuck' }),
  NotConfirmed: ({ bookingStatus }) => ({ name: 'not-confirmed', fields: { bookingStatus } }),
  InvalidCode: () => ({ name: 'invalid-code' }),
  InvalidTicket: ({ why }) => ({ name: 'invalid-ticket', fields: { why } }),
  QueueNotFound: () => ({ name: 'not-found', detail: 'There is no such queue' }),
  QueueAlreadyExists: () => ({ name: 'already-exists' }),
  QueueOver: () => ({ name: 'queue-over' }),
  LotNotDue: ({ drawsAt }) => ({ name: 'lot-not-drawn', fields: { drawsAt } }),
  QueueRequired: ({ queueId }) => ({ name: 'queue-required', fields: { queueId } }),
  ShowtimeQueued: ({ queueId }) => ({ name: 'showtime-queued', fields: { queueId } }),
  PricesKept: ({ queueId }) => ({ name: 'prices-kept', fields: { queueId } }),
  TimetableFull: ({ max }) => ({ name: 'timetable-full', fields: { max } }),
};

export const problemOfRejection = (rejection: ApiRejection): Problem =>
  // The table's own type pairs each reason with its rejection; indexing by a union loses that pairing.
  (problemOf[rejection.reason] as (given: ApiRejection) => Problem)(rejection);

export type NotDone = Exclude<Outcome<unknown, ApiRejection>, { readonly outcome: 'done' }>;

export const problemOfOutcome = (outcome: NotDone): Problem => {
  switch (outcome.outcome) {
    case 'rejected':
      return problemOfRejection(outcome.rejection);
    case 'key-reused':
      return { name: 'idempotency-key-reused' };
    case 'in-progress':
      return { name: 'request-in-progress', retryAfterSeconds: 1 };
    case 'unavailable':
      return {
        name: 'temporarily-unavailable',
        retryAfterSeconds: Math.max(1, Math.ceil(outcome.retryAfterMs / 1_000)),
      };
  }
};
