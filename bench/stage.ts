/** The cinema that is measured, built over the staff API as any cinema would be. */
import { benchLimits } from './limits.ts';
import { posting } from './posting.ts';

export interface Stage {
  readonly showtimeIds: readonly string[];
  readonly seatIds: readonly string[];
}

export interface StageSize {
  readonly showtimes: number;
  readonly seats: number;
  readonly halls: number;
  /** Of each showtime, before it is measured: for peers that keep events. */
  readonly historyEvents?: number;
}

export const seatsPerRow = 50;
const runtimeMinutes = 90;
/** Longer than a film and the cleaning after it. */
const betweenStartsMs = 4 * 3_600_000;
const dayMs = 86_400_000;

/** Two letters, so that row and number together name one seat only. */
const rowName = (place: number): string =>
  String.fromCharCode(65 + Math.floor(place / 26)) + String.fromCharCode(65 + (place % 26));

export const seatIdsOf = (seatCount: number): readonly string[] =>
  Array.from(
    { length: seatCount },
    (_, seat) => `${rowName(Math.floor(seat / seatsPerRow))}${(seat % seatsPerRow) + 1}`,
  );

const hallBody = (name: string, seatCount: number) => ({
  name,
  rows: Array.from({ length: Math.ceil(seatCount / seatsPerRow) }, (_, row) => ({
    id: rowName(row),
    seats: Array.from({ length: Math.min(seatsPerRow, seatCount - row * seatsPerRow) }, (__, seat) => ({
      number: seat + 1,
    })),
  })),
});

/** Does `work` for each number below `count`, a bounded number at a time; results in order. */
const inParallel = async <Result>(
  count: number,
  work: (index: number) => Promise<Result>,
): Promise<Result[]> => {
  const results = new Array<Result>(count);
  const indexes = results.keys();
  const worker = async (): Promise<void> => {
    for (const index of indexes) results[index] = await work(index);
  };
  await Promise.all(Array.from({ length: Math.min(count, benchLimits.stageInFlight) }, worker));
  return results;
};

export const buildStage = async (
  address: string,
  token: string,
  { showtimes, seats, halls }: StageSize,
): Promise<Stage> => {
  const post = posting(address, token);
  const movie = await post('/v1/movies', { title: 'The Stampede', runtimeMinutes, genres: ['Drama'] });
  const theater = await post('/v1/theaters', {
    name: 'Bench',
    city: 'Lisbon',
    country: 'PT',
    location: { lat: 38.72, lng: -9.14 },
    timeZone: 'Europe/Lisbon',
  });
  const made = await inParallel(halls, (index) =>
    post(`/v1/theaters/${theater.id}/halls`, hallBody(`Hall ${index + 1}`, seats)),
  );
  const showtimeIds = await inParallel(showtimes, async (index) => {
    const startsAt = new Date(Date.now() + dayMs + Math.floor(index / halls) * betweenStartsMs).toISOString();
    const hallId = made[index % halls]?.id;
    const basePrice = { amount: 1_250, currency: 'USD' };
    return (await post('/v1/showtimes', { movieId: movie.id, hallId, startsAt, basePrice })).id;
  });
  return { showtimeIds, seatIds: seatIdsOf(seats) };
};
