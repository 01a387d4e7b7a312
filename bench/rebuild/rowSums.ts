/** What the rows of a finished rebuild must add up to, folded from the log without either side's code. */
import { z } from 'zod';

export const rowSumsSchema = z.object({
  showtimes: z.int(),
  takenSeats: z.int(),
  bookings: z.int(),
  confirmed: z.int(),
  bookedSeats: z.int(),
  totalMinor: z.int().describe('of all bookings'),
});
export type RowSums = Readonly<z.output<typeof rowSumsSchema>>;

interface Told {
  readonly stream: string;
  readonly type: string;
  /** JSON. */
  readonly data: string;
}

const seatIdsSchema = z.object({ seatIds: z.array(z.string()) });
const heldSchema = z.object({ seats: z.array(z.object({ id: z.string() })) });
const initiatedSchema = z.object({ seats: z.array(z.unknown()), total: z.object({ amount: z.int() }) });

/** Types that the log of the bench holds and that change none of the sums. */
const without = new Set(['SalesOpened', 'SalesClosed', 'SeatsBooked', 'HoldExtended', 'ShowtimeSummarized']);

export const createRowSums = () => {
  const taken = new Map<string, Set<string>>();
  const sums = { bookings: 0, confirmed: 0, bookedSeats: 0, totalMinor: 0 };

  const seatsOf = (stream: string): Set<string> => {
    const seats = taken.get(stream);
    if (seats === undefined) throw new Error(`${stream} was not scheduled`);
    return seats;
  };

  return {
    /** Throws for an event of a showtime that it does not know. */
    add: ({ stream, type, data }: Told): void => {
      switch (type) {
        case 'ShowtimeScheduled':
          taken.set(stream, new Set());
          return;
        case 'SeatsHeld':
          for (const { id } of heldSchema.parse(JSON.parse(data)).seats) seatsOf(stream).add(id);
          return;
        case 'HoldReleased':
        case 'HoldExpired':
          for (const id of seatIdsSchema.parse(JSON.parse(data)).seatIds) seatsOf(stream).delete(id);
          return;
        case 'BookingInitiated': {
          const { seats, total } = initiatedSchema.parse(JSON.parse(data));
          sums.bookings += 1;
          sums.bookedSeats += seats.length;
          sums.totalMinor += total.amount;
          return;
        }
        case 'BookingConfirmed':
          sums.confirmed += 1;
          return;
        default:
          if (stream.startsWith('showtime-') && !without.has(type))
            throw new Error(`no sum is known for ${type}`);
      }
    },
    sums: (): RowSums => ({
      showtimes: taken.size,
      takenSeats: [...taken.values()].reduce((sum, seats) => sum + seats.size, 0),
      ...sums,
    }),
  };
};

/** One line per sum that is not as it must be. */
export const differingSums = (side: string, found: RowSums, expected: RowSums): readonly string[] =>
  rowSumsSchema
    .keyof()
    .options.filter((name) => found[name] !== expected[name])
    .map((name) => `${side}: ${name} is ${found[name]}, must be ${expected[name]}`);
