import type { Showtime } from './ShowtimeState.ts';

/** At or below this share of its seats a showtime has few left. */
const fewShare = 0.1;

export interface Availability {
  readonly availability: 'plenty' | 'few' | 'sold-out';
  readonly availableSeats: number;
}

/** How a showtime is advertised. Nothing can be bought for a cancelled one, however many seats are free. */
export const availabilityOf = (
  { status }: Pick<Showtime, 'status'>,
  seatsLeft: number,
  totalSeats: number,
): Availability => {
  if (status === 'cancelled' || seatsLeft === 0) return { availability: 'sold-out', availableSeats: 0 };
  const availability = seatsLeft <= totalSeats * fewShare ? 'few' : 'plenty';
  return { availability, availableSeats: seatsLeft };
};
