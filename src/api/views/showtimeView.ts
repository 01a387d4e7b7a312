/** A showtime, its seat map and its holds as the API shows them: pure functions of folded state and the time. */
import type { z } from 'zod';
import { pricesBySeatType, seatPrice } from '../../domain/pricing/price.ts';
import {
  compactSeats,
  countAvailable,
  type Hold,
  type SeatStatus,
  type Showtime,
  seatLetter,
  showtimeStatus,
} from '../../domain/showtime/ShowtimeState.ts';
import type { ShowtimeStanding } from '../../projections/availability/ShowtimeStanding.ts';
import type { compactSeatMapShown, holdShown, seatMapShown, showtimeShown } from '../schemas/showtimes.ts';

/** At or below this share of its seats a showtime is said to have few left. */
const fewShare = 0.1;

const availabilityOf = (available: number, size: number): 'plenty' | 'few' | 'sold-out' => {
  if (available === 0) return 'sold-out';
  return available <= size * fewShare ? 'few' : 'plenty';
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
  const availableSeats = totalSeats - takenSeats;
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
    availability: availabilityOf(availableSeats, totalSeats),
    availableSeats,
    version: standing.version,
  };
};

const statusOfLetter = new Map<number, SeatStatus>(
  Object.entries(seatLetter).map(([status, letter]) => [letter, status as SeatStatus]),
);

const statusAt = (showtime: Showtime, index: number): SeatStatus => {
  const status = statusOfLetter.get(showtime.letters[index] ?? -1);
  if (status === undefined) throw new Error(`seat ${index} of ${showtime.facts.showtimeId} has no status`);
  return status;
};

export const seatMapView = (showtime: Showtime, revision: number): z.output<typeof seatMapShown> => {
  const { facts, plan } = showtime;
  const prices = pricesBySeatType(facts.priceTerms, plan.types);
  return {
    showtimeId: facts.showtimeId,
    revision,
    layoutVersion: facts.layoutVersion,
    seats: plan.ids.map((id, index) => {
      const type = plan.types[index] ?? 'regular';
      return {
        id,
        row: plan.rows[index] ?? '',
        number: plan.numbers[index] ?? 0,
        type,
        status: statusAt(showtime, index),
        price: prices[type] ?? seatPrice(facts.priceTerms, type, 'adult'),
      };
    }),
  };
};

export const compactSeatMapView = (
  showtime: Showtime,
  revision: number,
): z.output<typeof compactSeatMapShown> => ({
  showtimeId: showtime.facts.showtimeId,
  revision,
  layoutVersion: showtime.facts.layoutVersion,
  status: compactSeats(showtime),
});

/** The same map has the same tag on every node. */
export const seatMapTag = (showtime: Showtime, revision: number): string =>
  `W/"${showtime.facts.layoutVersion}.${revision}"`;

export const holdView = (showtimeId: string, hold: Hold, revision: number): z.output<typeof holdShown> => ({
  holdId: hold.holdId,
  bookingId: hold.bookingId,
  showtimeId,
  seats: hold.seats.map(({ id, type, ticketType, price }) => ({ id, type, ticketType, price })),
  total: hold.total,
  expiresAt: new Date(hold.expiresAtMs).toISOString(),
  revision,
  warnings: hold.loneSeats.length === 0 ? [] : [{ warning: 'lone-seat', seats: [...hold.loneSeats] }],
});
