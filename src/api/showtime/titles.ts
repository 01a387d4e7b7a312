import type { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import type { MovieDetails } from '../../domain/movie/events.ts';
import type { CatalogQueries } from '../../projections/catalog/queries.ts';
import type { showtimeShown } from './schemas.ts';

export type Titles = Pick<z.output<typeof showtimeShown>, 'movie' | 'theater' | 'hall'>;

interface Ids {
  readonly movieId: string;
  readonly theaterId: string;
  readonly hallId: string;
}

const movieTitle = (id: string, details: MovieDetails): Titles['movie'] => {
  const { title, runtimeMinutes, rating, posterUrl } = details;
  return {
    id,
    title,
    runtimeMinutes,
    ...(rating === undefined ? {} : { rating }),
    ...(posterUrl === undefined ? {} : { posterUrl }),
  };
};

/** From the streams. Throws EventStoreUnavailable. */
export const titlesOf = async (
  commands: Pick<Commands, 'movies' | 'theaters' | 'halls'>,
  { movieId, theaterId, hallId }: Ids,
): Promise<Titles> => {
  const [movie, theater, hall] = await Promise.all([
    commands.movies.read(movieId),
    commands.theaters.read(theaterId),
    commands.halls.read(hallId),
  ]);
  if (movie.state.status === 'none' || theater.state.status === 'none' || hall.state.status === 'none') {
    throw new Error(`a showtime names ${movieId}, ${theaterId} or ${hallId}, which does not exist`);
  }
  const { name, city } = theater.state.details;
  return {
    movie: movieTitle(movieId, movie.state.details),
    theater: { id: theaterId, name, city },
    hall: { id: hallId, name: hall.state.details.name },
  };
};

/** One query for each kind. Undefined for what the catalog does not know yet. */
export const listedTitles = async (
  catalog: Pick<CatalogQueries, 'moviesOf' | 'theatersOf' | 'hallNames'>,
  shows: readonly Ids[],
): Promise<(show: Ids) => Titles | undefined> => {
  const distinct = (ids: readonly string[]): readonly string[] => [...new Set(ids)];
  const [movies, theaters, halls] = await Promise.all([
    catalog.moviesOf(distinct(shows.map(({ movieId }) => movieId))),
    catalog.theatersOf(distinct(shows.map(({ theaterId }) => theaterId))),
    catalog.hallNames(distinct(shows.map(({ hallId }) => hallId))),
  ]);
  return ({ movieId, theaterId, hallId }) => {
    const movie = movies.get(movieId);
    const theater = theaters.get(theaterId);
    const hallName = halls.get(hallId);
    if (movie === undefined || theater === undefined || hallName === undefined) return undefined;
    return {
      movie: movieTitle(movieId, movie.details),
      theater: { id: theaterId, name: theater.name, city: theater.city },
      hall: { id: hallId, name: hallName },
    };
  };
};
