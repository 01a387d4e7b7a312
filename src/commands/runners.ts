/** One command runner per kind of stream: which decider serves which category, and how many streams stay resident. */
import type { BookingState } from '../domain/booking/BookingState.ts';
import { bookingDecider } from '../domain/booking/bookingDecider.ts';
import type { BookingCommand, BookingRejection } from '../domain/booking/commands.ts';
import { bookingEvents } from '../domain/booking/events.ts';
import {
  type CustomerCommand,
  type CustomerRejection,
  type CustomerState,
  customerDecider,
} from '../domain/customer/customerDecider.ts';
import { customerEvents } from '../domain/customer/events.ts';
import { gateEvents } from '../domain/gate/events.ts';
import { type GateCommand, type GateState, gateDecider } from '../domain/gate/gateDecider.ts';
import type { HallCommand, HallRejection } from '../domain/hall/commands.ts';
import { hallEvents } from '../domain/hall/events.ts';
import { type HallState, hallDecider } from '../domain/hall/hallDecider.ts';
import type { MovieCommand, MovieRejection } from '../domain/movie/commands.ts';
import { movieEvents } from '../domain/movie/events.ts';
import { type MovieState, movieDecider } from '../domain/movie/movieDecider.ts';
import { notificationEvents } from '../domain/notification/events.ts';
import {
  type NotificationCommand,
  type NotificationRejection,
  type NotificationState,
  notificationDecider,
} from '../domain/notification/notificationDecider.ts';
import { requestEvents } from '../domain/request/events.ts';
import {
  type RequestCommand,
  type RequestRejection,
  type RequestState,
  requestDecider,
} from '../domain/request/requestDecider.ts';
import type { ScheduleCommand, ScheduleRejection } from '../domain/schedule/commands.ts';
import { scheduleEvents } from '../domain/schedule/events.ts';
import { type ScheduleState, scheduleDecider } from '../domain/schedule/scheduleDecider.ts';
import type { ShowtimeCommand, ShowtimeRejection } from '../domain/showtime/commands.ts';
import { showtimeEvents } from '../domain/showtime/events.ts';
import type { ShowtimeState } from '../domain/showtime/ShowtimeState.ts';
import { showtimeDecider } from '../domain/showtime/showtimeDecider.ts';
import { showtimeSnapshot } from '../domain/showtime/showtimeSnapshot.ts';
import type { TheaterCommand, TheaterRejection } from '../domain/theater/commands.ts';
import { theaterEvents } from '../domain/theater/events.ts';
import { type TheaterState, theaterDecider } from '../domain/theater/theaterDecider.ts';
import type { CommandRunner } from './engine/CommandRunner.ts';
import { createRunner } from './engine/createRunner.ts';
import type { LiveStreamDeps } from './engine/LiveStream.ts';

export interface Runners {
  readonly movies: CommandRunner<MovieState, MovieCommand, MovieRejection>;
  readonly theaters: CommandRunner<TheaterState, TheaterCommand, TheaterRejection>;
  readonly halls: CommandRunner<HallState, HallCommand, HallRejection>;
  readonly schedules: CommandRunner<ScheduleState, ScheduleCommand, ScheduleRejection>;
  readonly showtimes: CommandRunner<ShowtimeState, ShowtimeCommand, ShowtimeRejection>;
  readonly bookings: CommandRunner<BookingState, BookingCommand, BookingRejection>;
  /** By the id of the showtime. */
  readonly gates: CommandRunner<GateState, GateCommand, never>;
  readonly customers: CommandRunner<CustomerState, CustomerCommand, CustomerRejection>;
  /** By the id of the booking that the messages are about. */
  readonly notifications: CommandRunner<NotificationState, NotificationCommand, NotificationRejection>;
  /** By an idempotency key's HMAC, as `fingerprint` makes it. */
  readonly requests: CommandRunner<RequestState, RequestCommand, RequestRejection>;
}

/** What a stampede is told; not what is said of a hold that its owner asks about. */
const refusesFromMemory = ({ reason }: ShowtimeRejection): boolean =>
  reason === 'SeatsUnavailable' || reason === 'LoneSeat' || reason === 'ShowtimeNotOnSale';

/** Catalog streams are small and few are hot. */
const catalogResidentsMax = 500;
/** A booking is a few kilobytes and busy for seconds. */
const bookingsResidentsMax = 5_000;
/** A word or two each. */
const customersResidentsMax = 5_000;
const notificationsResidentsMax = 1_000;
/** Asked for twice while its request runs, and hardly ever again. */
const requestsResidentsMax = 1_000;

/** `showtimesMax`: how many showtimes stay in memory; about 30 KB each in a hall of 200 seats. */
export const createRunners = (deps: LiveStreamDeps, showtimesMax: number): Runners => {
  const movie = { ...movieDecider, definitions: movieEvents };
  const theater = { ...theaterDecider, definitions: theaterEvents };
  const hall = { ...hallDecider, definitions: hallEvents };
  const schedule = { ...scheduleDecider, definitions: scheduleEvents };
  const booking = { ...bookingDecider, definitions: bookingEvents };
  const customer = { ...customerDecider, definitions: customerEvents };
  const gate = { ...gateDecider, definitions: gateEvents };
  const notification = { ...notificationDecider, definitions: notificationEvents };
  const request = { ...requestDecider, definitions: requestEvents };
  const showtime = {
    ...showtimeDecider,
    definitions: showtimeEvents,
    snapshot: showtimeSnapshot,
    refusesFromMemory,
  };
  return {
    movies: createRunner('movie', movie, catalogResidentsMax, deps),
    theaters: createRunner('theater', theater, catalogResidentsMax, deps),
    halls: createRunner('hall', hall, catalogResidentsMax, deps),
    schedules: createRunner('schedule', schedule, catalogResidentsMax, deps),
    showtimes: createRunner('showtime', showtime, showtimesMax, deps),
    bookings: createRunner('booking', booking, bookingsResidentsMax, deps),
    gates: createRunner('gate', gate, catalogResidentsMax, deps),
    customers: createRunner('customer', customer, customersResidentsMax, deps),
    notifications: createRunner('notification', notification, notificationsResidentsMax, deps),
    requests: createRunner('request', request, requestsResidentsMax, deps),
  };
};
