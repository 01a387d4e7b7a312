/** A showtime, its seat map and its holds as the API shows them: pure functions of folded state and the time. */
import type { z } from 'zod';
import { pricesBySeatType } from '../../domain/pricing/price.ts';
import {
  countAvailable,
  type Hold,
  type SeatStatus,
  type Showtime,
  seatLetter,
  showtimeStatus,
} from '../../domain/showtime/ShowtimeState.ts';
import type { SeatMap } from '../../domain/showtime/seatMap.ts';
import type { ShowtimeStanding } from '../../projections/availability/ShowtimeStanding.ts';
import type { compactSeatMapShown, holdShown, seatMapShown, showtimeShown } from './schemas.ts';

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

const statusOfLetter: Readonly<Record<string, SeatStatus>> = Object.fromEntries(
  Object.entries(seatLetter).map(([status, letter]) => [String.fromCharCode(letter), status as SeatStatus]),
);

export const seatMapView = (map: SeatMap): z.output<typeof seatMapShown> => {
  const { ids, rows, numbers, types } = map.drawing;
  return {
    showtimeId: map.showtimeId,
    revision: map.revision,
    layoutVersion: map.layoutVersion,
    seats: ids.map((id, index) => {
      const row = rows[index];
      const number = numbers[index];
      const type = types[index];
      const status = statusOfLetter[map.status.charAt(index)];
      const price = type === undefined ? undefined : map.prices[type];
      if (row === undefined || number === undefined || type === undefined) throw partial(map, id);
      if (status === undefined || price === undefined) throw partial(map, id);
      return { id, row, number, type, status, price };
    }),
  };
};

const partial = ({ showtimeId }: SeatMap, seatId: string): Error =>
  new Error(`seat ${seatId} is not whole in the map of ${showtimeId}`);

export const compactSeatMapView = (map: SeatMap): z.output<typeof compactSeatMapShown> => ({
  showtimeId: map.showtimeId,
  revision: map.revision,
  layoutVersion: map.layoutVersion,
  status: map.status,
});

/** The same map has the same tag on every node. */
export const seatMapTag = ({ layoutVersion, revision }: SeatMap): string =>
  `W/"${layoutVersion}.${revision}"`;

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
