/** A showtime's document repeats what its movie and its theater are found by, so it changes with any of the three. */
import type { ReadStore, SqlRow } from '../../ports/ReadStore.ts';
import type { SearchDocument, SearchKind, SearchProgress, SearchSource } from '../../ports/SearchIndex.ts';
import { schemaOf } from '../engine/Projection.ts';
import { searchProjection } from './searchProjection.ts';

const schema = schemaOf(searchProjection);

type Queries = Pick<ReadStore, 'query'>;

/** What the search model holds at one moment. Throws ReadStoreUnavailable, ReadModelMissing. */
export const searchSource = async (readStore: Queries): Promise<SearchSource & SearchProgress> => {
  const [row] = await readStore.query(
    `SELECT position, log_id, build, last FROM ${schema}.checkpoint, ${schema}.changes`,
  );
  return {
    logId: String(row?.log_id),
    build: String(row?.build),
    change: Number(row?.last),
    position: String(row?.position),
  };
};

const instantOf = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));

const movieFields = (row: SqlRow) => ({
  title: row.title,
  titleWords: row.title_words,
  genres: row.genres,
  genresFolded: row.genres_folded,
  rating: row.rating,
  ratingFolded: row.rating_folded,
});

const theaterFields = (row: SqlRow) => ({
  city: row.city,
  cityFolded: row.city_folded,
  location: { lat: row.lat, lon: row.lng },
  lat: row.lat,
  lng: row.lng,
});

const fieldsOf: Readonly<Record<SearchKind, (row: SqlRow) => SearchDocument['fields']>> = {
  movies: (row) => ({ id: row.id, sortTitle: row.sort_title, words: row.words, ...movieFields(row) }),
  theaters: (row) => ({ id: row.id, sortTitle: row.sort_title, words: row.words, ...theaterFields(row) }),
  showtimes: (row) => ({
    id: row.id,
    startsAt: instantOf(row.starts_at),
    bookableUntil: instantOf(row.bookable_until),
    businessDate: row.business_date,
    format: row.format,
    formatFolded: row.format_folded,
    language: row.language,
    languageFolded: row.language_folded,
    priceRank: Number(row.price_rank),
    onSale: row.on_sale,
    movieId: row.movie_id,
    movieSortTitle: row.movie_sort_title,
    movieWords: row.movie_words,
    ...movieFields(row),
    theaterId: row.theater_id,
    theaterSortTitle: row.theater_sort_title,
    theaterWords: row.theater_words,
    ...theaterFields(row),
  }),
};

const showtimes = `SELECT s.id, s.starts_at, s.bookable_until, s.business_date, s.format, s.format_folded, s.language,
    s.language_folded, s.price_rank, s.on_sale, s.movie_id, s.theater_id,
    m.sort_title AS movie_sort_title, m.words AS movie_words, m.title, m.title_words, m.genres, m.genres_folded,
    m.rating, m.rating_folded,
    t.sort_title AS theater_sort_title, t.words AS theater_words, t.city, t.city_folded, t.lat, t.lng,
    greatest(s.change, m.change, t.change) AS change
  FROM ${schema}.showtimes s JOIN ${schema}.movies m ON m.id = s.movie_id
    JOIN ${schema}.theaters t ON t.id = s.theater_id`;

/** Each way by its own index; a plain OR would read every showtime for one new price. */
const changedShowtimes = `SELECT id FROM ${schema}.showtimes WHERE change > $3
  UNION SELECT s.id FROM ${schema}.movies m JOIN ${schema}.showtimes s ON s.movie_id = m.id WHERE m.change > $3
  UNION SELECT s.id FROM ${schema}.theaters t JOIN ${schema}.showtimes s ON s.theater_id = t.id WHERE t.change > $3`;

const statementOf = (kind: SearchKind, onlyChanged: boolean): string => {
  const page = 'ORDER BY id LIMIT $2';
  if (kind !== 'showtimes') {
    const changed = onlyChanged ? 'AND change > $3' : '';
    return `SELECT * FROM ${schema}.${kind} WHERE id > $1 ${changed} ${page}`;
  }
  const changed = onlyChanged ? `AND s.id IN (${changedShowtimes})` : '';
  return `${showtimes} WHERE s.id > $1 ${changed} ${page}`;
};

/**
 * At most `limit` documents with an id after `afterId`, by id: those that changed after the change of that number,
 * or all with 0. Throws ReadStoreUnavailable, ReadModelMissing.
 */
export const searchDocuments = async (
  readStore: Queries,
  kind: SearchKind,
  afterChange: number,
  { afterId, limit }: { readonly afterId: string; readonly limit: number },
): Promise<readonly SearchDocument[]> => {
  const onlyChanged = afterChange > 0;
  const params = [afterId, limit, ...(onlyChanged ? [afterChange] : [])];
  const rows = await readStore.query(statementOf(kind, onlyChanged), params);
  return rows.map((row) => ({
    id: String(row.id),
    version: Number(row.change),
    fields: fieldsOf[kind](row),
  }));
};

/** How many documents there are, and after how many changes. Throws as the above. */
export const countDocuments = async (
  readStore: Queries,
): Promise<{ readonly change: number; readonly counts: Readonly<Record<SearchKind, number>> }> => {
  const [row] = await readStore.query(
    `SELECT last, (SELECT count(*) FROM ${schema}.movies) AS movies, (SELECT count(*) FROM ${schema}.theaters) AS theaters,
       (SELECT count(*) FROM ${schema}.showtimes s JOIN ${schema}.movies m ON m.id = s.movie_id
          JOIN ${schema}.theaters t ON t.id = s.theater_id) AS showtimes
     FROM ${schema}.changes`,
  );
  const counts = {
    movies: Number(row?.movies),
    theaters: Number(row?.theaters),
    showtimes: Number(row?.showtimes),
  };
  return { change: Number(row?.last), counts };
};
