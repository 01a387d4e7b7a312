/** Movies and theaters as the API shows them. */
import type { z } from 'zod';
import type { MovieState } from '../../domain/movie/movieDecider.ts';
import type { TheaterState } from '../../domain/theater/theaterDecider.ts';
import type { MovieRow, TheaterRow } from '../../projections/catalog/queries.ts';
import type { movieEdited, movieListed, theaterShown } from './schemas.ts';

type Registered = Exclude<MovieState, { status: 'none' }>;
type Open = Exclude<TheaterState, { status: 'none' }>;

export const movieView = (state: Registered): z.output<typeof movieEdited> => ({
  id: state.movieId,
  ...state.details,
  version: state.version,
});

export const movieRowView = ({
  rating,
  releaseDate,
  genres,
  ...row
}: MovieRow): z.output<typeof movieListed> => ({
  id: row.id,
  title: row.title,
  genres: [...genres],
  runtimeMinutes: row.runtimeMinutes,
  ...(rating === null ? {} : { rating }),
  ...(releaseDate === null ? {} : { releaseDate }),
  showtimeCount: row.showtimeCount,
  version: row.version,
});

export const theaterView = (state: Open): z.output<typeof theaterShown> => ({
  id: state.theaterId,
  ...state.details,
  version: state.version,
});

export const theaterRowView = (row: TheaterRow): z.output<typeof theaterShown> => ({
  id: row.id,
  name: row.name,
  city: row.city,
  country: row.country,
  location: { lat: row.location.lat, lng: row.location.lng },
  timeZone: row.timeZone,
  ...(row.distanceKm === undefined ? {} : { distanceKm: row.distanceKm }),
  version: row.version,
});
