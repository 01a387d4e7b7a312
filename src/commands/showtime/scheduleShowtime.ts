import type { Hall } from '../../domain/hall/hallDecider.ts';
import { layoutOf } from '../../domain/hall/hallDecider.ts';
import { businessDateOf } from '../../domain/kernel/businessDate.ts';
import type { Money } from '../../domain/kernel/money.ts';
import { policiesFor } from '../../domain/policies/policies.ts';
import { pricesFit } from '../../domain/pricing/price.ts';
import { priceTermsFor } from '../../domain/pricing/priceTermsFor.ts';
import type { ScheduleRejection } from '../../domain/schedule/commands.ts';
import { type Slot, showtimeDefaults } from '../../domain/schedule/events.ts';
import type { ShowtimeCommand, ShowtimeRejection } from '../../domain/showtime/commands.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import type { TheaterDetails } from '../../domain/theater/events.ts';
import { type Theater, theaterCurrency } from '../../domain/theater/theaterDecider.ts';
import type { CommandContext, Outcome } from '../engine/Outcome.ts';
import type { Runners } from '../runners.ts';

export interface ScheduleShowtimeRequest {
  /** Fixed before anything is written: a repeat under the same id finds what was done. */
  readonly showtimeId: string;
  readonly movieId: string;
  readonly hallId: string;
  /** ISO 8601 UTC with milliseconds. */
  readonly startsAt: string;
  readonly basePrice: Money;
  /** Absent: those of `showtimeDefaults`. */
  readonly format?: string;
  readonly language?: string;
}

export type CatalogRejection =
  | { readonly reason: 'MovieNotFound' }
  | { readonly reason: 'HallNotFound' }
  | { readonly reason: 'TheaterNotFound' };

export type ScheduledOutcome = Outcome<
  ShowtimeState,
  ShowtimeRejection | ScheduleRejection | CatalogRejection
>;

const minuteMs = 60_000;

/**
 * Takes two streams: the time is reserved in the hall's timetable, with the showtime's id fixed, then the showtime is
 * written with everything it needs frozen in it. A reservation without its showtime can be finished from the slot alone.
 */
export const scheduleShowtime = async (
  runners: Runners,
  request: ScheduleShowtimeRequest,
  context: CommandContext,
): Promise<ScheduledOutcome> => {
  const repeated = await runners.showtimes.repeat(request.showtimeId, context);
  if (repeated !== undefined) return repeated;
  const [movie, hall] = await Promise.all([
    runners.movies.read(request.movieId),
    runners.halls.read(request.hallId),
  ]);
  if (movie.state.status === 'none') return { outcome: 'rejected', rejection: { reason: 'MovieNotFound' } };
  if (hall.state.status === 'none') return { outcome: 'rejected', rejection: { reason: 'HallNotFound' } };
  const slot = slotFor(request, movie.state.details.runtimeMinutes, hall.state);
  const theater = await runners.theaters.read(slot.theaterId);
  if (theater.state.status === 'none')
    return { outcome: 'rejected', rejection: { reason: 'TheaterNotFound' } };
  // What exists, perhaps cancelled since, must not take a slot again; nor must what can never be made.
  const existing = await runners.showtimes.read(request.showtimeId);
  if (existing.state.status !== 'none') return finishReservation(runners, slot, context);
  if (!pricesFit(termsOf(slot, theater.state.details))) {
    return { outcome: 'rejected', rejection: { reason: 'PriceTooHigh' } };
  }
  const sellsIn = await currencyBefore(runners, request.hallId, theater.state);
  if (sellsIn !== undefined && sellsIn !== slot.basePrice.currency) {
    return { outcome: 'rejected', rejection: { reason: 'WrongCurrency', currency: sellsIn } };
  }
  // The key belongs to the showtime's stream; in the timetable the showtime's id makes the repeat harmless.
  const { idempotency: _idempotency, ...unkeyed } = context;
  const reserved = await runners.schedules.execute(request.hallId, { type: 'ReserveSlot', ...slot }, unkeyed);
  if (reserved.outcome === 'rejected') {
    const keyed = context.idempotency !== undefined;
    // Only a repeat of the key finds its own id taken by another time: the first try got no further than this.
    if (keyed && reserved.rejection.reason === 'ShowtimeAlreadyReserved') return { outcome: 'key-reused' };
    return reserved;
  }
  if (reserved.outcome !== 'done') return reserved;
  if (theater.state.settledCurrency === undefined) {
    const refused = await settleCurrency(runners, slot, unkeyed);
    if (refused !== undefined) return refused;
  }
  return finishReservation(runners, slot, context);
};

/** Makes the showtime of a reserved slot; nothing to do when it is there already. */
export const finishReservation = async (
  runners: Runners,
  slot: Slot,
  context: CommandContext,
): Promise<ScheduledOutcome> => {
  const [hall, theater] = await Promise.all([
    runners.halls.read(slot.hallId),
    runners.theaters.read(slot.theaterId),
  ]);
  if (hall.state.status === 'none') return { outcome: 'rejected', rejection: { reason: 'HallNotFound' } };
  if (theater.state.status === 'none') {
    return { outcome: 'rejected', rejection: { reason: 'TheaterNotFound' } };
  }
  const command = showtimeFor(slot, hall.state, theater.state.details);
  return runners.showtimes.execute(slot.showtimeId, command, context);
};

export const slotFor = (request: ScheduleShowtimeRequest, runtimeMinutes: number, hall: Hall): Slot => {
  const { showtimeId, movieId, hallId, startsAt, basePrice } = request;
  return {
    showtimeId,
    movieId,
    theaterId: hall.theaterId,
    hallId,
    startsAt,
    endsAt: new Date(Date.parse(startsAt) + runtimeMinutes * minuteMs).toISOString(),
    cleaningMs: hall.details.cleaningMinutes * minuteMs,
    layoutVersion: hall.layouts.length,
    basePrice,
    format: request.format ?? showtimeDefaults.format,
    language: request.language ?? showtimeDefaults.language,
  };
};

/**
 * What the theater sells in, before this showtime: as its stream says, or as an earlier showtime in the hall does, because
 * a theater that is older than the rule has showtimes already.
 */
const currencyBefore = async (
  { schedules }: Runners,
  hallId: string,
  theater: Theater,
): Promise<string | undefined> =>
  theaterCurrency(theater) ?? (await schedules.read(hallId)).state.slots[0]?.slot.basePrice.currency;

/** The first showtime settles the currency; of two that compete, the later one gives its slot back. */
const settleCurrency = async (
  { schedules, theaters }: Runners,
  { showtimeId, theaterId, hallId, basePrice: { currency } }: Slot,
  context: CommandContext,
) => {
  const settled = await theaters.execute(theaterId, { type: 'SettleCurrency', currency }, context);
  if (settled.outcome === 'rejected')
    await schedules.execute(hallId, { type: 'FreeSlot', showtimeId }, context);
  return settled.outcome === 'done' ? undefined : settled;
};

const termsOf = ({ basePrice, startsAt }: Slot, { timeZone, policies }: TheaterDetails) =>
  priceTermsFor({ base: basePrice, startsAt, timeZone, rules: policies?.priceRules });

export const showtimeFor = (slot: Slot, hall: Hall, theater: TheaterDetails): ShowtimeCommand => {
  const layout = layoutOf(hall, slot.layoutVersion);
  if (layout === undefined) throw new Error(`hall ${slot.hallId} has no layout ${slot.layoutVersion}`);
  const { showtimeId, movieId, theaterId, hallId, startsAt, endsAt, layoutVersion, format, language } = slot;
  const { timeZone } = theater;
  const { policies, salesCloseAfterStartMs } = policiesFor(theater.policies, hall.details.loneSeatRule);
  return {
    type: 'ScheduleShowtime',
    showtimeId,
    movieId,
    theaterId,
    hallId,
    layoutVersion,
    startsAt,
    endsAt,
    salesCloseAt: new Date(Date.parse(startsAt) + salesCloseAfterStartMs).toISOString(),
    businessDate: businessDateOf(startsAt, timeZone),
    timeZone,
    format,
    language,
    priceTerms: termsOf(slot, theater),
    policies,
    focalPoint: layout.focalPoint,
    seats: [...layout.seats],
  };
};
