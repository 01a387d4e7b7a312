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
