/** Hands out the seats of showtimes, each once, in the order that a job asks for. */
import type { SeatChoice } from './job.ts';

/** Coprime to the sizes of the halls: seats are taken all over the hall, and each of them once. */
const seatStride = 1_237;

/** Showtime places drawn by Zipf's law with exponent 1, from a fixed seed: every peer is asked the same. */
const zipfOver = (count: number): (() => number) => {
  const sums: number[] = [];
  let sum = 0;
  for (let rank = 1; rank <= count; rank += 1) {
    sum += 1 / rank;
    sums.push(sum);
  }
  let seed = 20_261_129;
  return () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const wanted = (seed / 2 ** 32) * sum;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
};

export interface Seats {
  readonly showtimeId: string;
  readonly seatIds: readonly string[];
}

/** Undefined when all are handed out. */
export const seatSupply = ({
  showtimes,
  seats,
  seatsPerHold,
  order,
}: SeatChoice): (() => Seats | undefined) => {
  const holdsPerShowtime = Math.floor(seats.length / seatsPerHold);
  const taken = new Uint32Array(showtimes.length);
  const draw = order === 'zipf' ? zipfOver(showtimes.length) : undefined;
  let current = 0;
  let left = holdsPerShowtime * showtimes.length;

  const nextShowtime = (): number => {
    let place = draw?.() ?? current;
    while (taken[place] === holdsPerShowtime) place = (place + 1) % showtimes.length;
    current = place;
    return place;
  };

  return () => {
    if (left === 0) return undefined;
    left -= 1;
    const place = nextShowtime();
    const first = (taken[place] ?? 0) * seatsPerHold;
    taken[place] = (taken[place] ?? 0) + 1;
    const seatIds = Array.from(
      { length: seatsPerHold },
      (_, seat) => seats[((first + seat) * seatStride) % seats.length] ?? '',
    );
    return { showtimeId: showtimes[place] ?? '', seatIds };
  };
};
