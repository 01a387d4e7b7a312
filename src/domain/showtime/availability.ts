import { type Showtime, seatLetter } from './ShowtimeState.ts';

/** At or below this share of its seats a showtime has few left. */
const fewShare = 0.1;

export interface Availability {
  readonly availability: 'plenty' | 'few' | 'sold-out';
  readonly availableSeats: number;
}

/** How a showtime is advertised. Nothing can be bought for a cancelled one, however many seats are free. */
export const availabilityOf = (
  { status }: Pick<Showtime, 'status'>,
  freeSeats: number,
  totalSeats: number,
): Availability => {
  if (status === 'cancelled' || freeSeats === 0) return { availability: 'sold-out', availableSeats: 0 };
  const availability = freeSeats <= totalSeats * fewShare ? 'few' : 'plenty';
  return { availability, availableSeats: freeSeats };
};

/**
 * How many seats can be bought as the map shows them: a free half of a unit whose other half is taken cannot. Such a
 * half is left when the cinema gives back one of two booked seats.
 */
export const countAvailable = ({ plan, letters }: Showtime): number => {
  const tornUnits = new Set(plan.unitIds.filter((_, index) => letters[index] !== seatLetter.available));
  let count = 0;
  letters.forEach((letter, index) => {
    const unit = plan.unitIds[index];
    if (letter === seatLetter.available && (unit === undefined || !tornUnits.has(unit))) count += 1;
  });
  return count;
};
