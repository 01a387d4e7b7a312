import type { z } from 'zod';
import { bookingReference } from '../../domain/booking/reference.ts';
import { type SeatStatus, type Showtime, seatLetter } from '../../domain/showtime/ShowtimeState.ts';
import type { SeatMap } from '../../domain/showtime/seatMap.ts';
import type { compactSeatMapShown, seatMapShown } from './schemas.ts';

const statusOfLetter: Readonly<Record<string, SeatStatus>> = Object.fromEntries(
  Object.entries(seatLetter).map(([status, letter]) => [String.fromCharCode(letter), status as SeatStatus]),
);

/** What staff see of a seat besides its status. */
export interface SeatOwners {
  readonly blockedReason?: string;
  readonly bookingReference?: string;
}

const nothingKnown: SeatOwners = {};

export const seatMapView = (
  map: SeatMap,
  ownersOf: (seatId: string) => SeatOwners = () => nothingKnown,
): z.output<typeof seatMapShown> => {
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
      return { id, row, number, type, status, price, ...ownersOf(id) };
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

export const seatMapTag = ({ layoutVersion, revision }: SeatMap): string =>
  `W/"${layoutVersion}.${revision}"`;

/** Why a seat is blocked or whose booking it is in, by the showtime's state. */
export const ownersIn =
  ({ plan, letters, owners, blockedWhy }: Showtime) =>
  (seatId: string): SeatOwners => {
    const index = plan.indexOf.get(seatId);
    if (index === undefined) return nothingKnown;
    const blockedReason = blockedWhy.get(seatId);
    const owner = letters[index] === seatLetter.booked ? owners[index] : undefined;
    return {
      ...(blockedReason === undefined ? {} : { blockedReason }),
      ...(owner === undefined ? {} : { bookingReference: bookingReference(owner) }),
    };
  };
