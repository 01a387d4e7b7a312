import type { z } from 'zod';
import { pricesBySeatType } from '../../domain/pricing/price.ts';
import { availabilityOf, countAvailable } from '../../domain/showtime/availability.ts';
import { type Showtime, type ShowtimeState, showtimeStatus } from '../../domain/showtime/ShowtimeState.ts';
import type { ShowtimeStanding } from '../../projections/availability/ShowtimeStanding.ts';
import { notFound } from '../http/problems/Problem.ts';
import type { showtimeShown } from './schemas.ts';

/** Throws the problem of a showtime that does not exist. */
export const existingShowtime = (state: ShowtimeState): Showtime => {
  if (state.status === 'none') throw notFound('There is no such showtime');
  return state;
};

const standingOf = (showtime: Showtime): ShowtimeStanding => ({
  facts: showtime.facts,
  status: showtime.status,
  version: showtime.version,
  seatTypes: [...new Set(showtime.plan.types)],
  totalSeats: showtime.plan.size,
  takenSeats: showtime.plan.size - countAvailable(showtime),
});

export const showtimeView = (showtime: Showtime, nowMs: number): z.output<typeof showtimeShown> =>
  standingView(standingOf(showtime), nowMs);

/** The same from a read model's row as from the folded stream. */
export const standingView = (standing: ShowtimeStanding, nowMs: number): z.output<typeof showtimeShown> => {
  const { facts, seatTypes, totalSeats, takenSeats } = standing;
  return {
    id: facts.showtimeId,
    movieId: facts.movieId,
    theaterId: facts.theaterId,
    hallId: facts.hallId,
    layoutVersion: facts.layoutVersion,
    startsAt: facts.startsAt,
    endsAt: facts.endsAt,
    businessDate: facts.businessDate,
    timeZone: facts.timeZone,
    status: showtimeStatus(standing, nowMs),
    salesCloseAt: facts.salesCloseAt,
    format: facts.format,
    language: facts.language,
    prices: pricesBySeatType(facts.priceTerms, seatTypes),
    ...availabilityOf(standing, totalSeats - takenSeats, totalSeats),
    version: standing.version,
  };
};
