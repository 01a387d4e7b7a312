import type { z } from 'zod';
import type { MovieState } from '../../domain/movie/movieDecider.ts';
import type { MovieRow } from '../../projections/catalog/queries.ts';
import type { movieEdited, movieListed } from './schemas.ts';

type Registered = Exclude<MovieState, { status: 'none' }>;

export const movieView = (state: Registered): z.output<typeof movieEdited> => ({
  id: state.movieId,
  ...state.details,
  version: state.version,
});

export const movieRowView = (row: MovieRow): z.output<typeof movieListed> => ({
  id: row.id,
  ...row.details,
  genres: [...row.details.genres],
  showtimeCount: row.showtimeCount,
  version: row.version,
});
