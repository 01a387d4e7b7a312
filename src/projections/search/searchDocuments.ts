/** Rows of the search model as documents for another engine, in the order in which they last changed. */
import type { ReadStore, SqlRow } from '../../ports/ReadStore.ts';
import type { SearchDocument, SearchKind } from '../../ports/SearchIndex.ts';
import { schemaOf } from '../runner/Projection.ts';
import { searchProjection } from './searchProjection.ts';

const schema = schemaOf(searchProjection);

const instantOf = (value: unknown): string => (value instanceof Date ? value.toISOString() : String(value));

const fieldsOf: Readonly<Record<SearchKind, (row: SqlRow) => SearchDocument['fields']>> = {
  movies: (row) => ({
    id: row.id,
    title: row.title,
    sortTitle: row.sort_title,
    words: row.words,
    titleWords: row.title_words,
    genres: row.genres,
    genresFolded: row.genres_folded,
    rating: row.rating,
    ratingFolded: row.rating_folded,
  }),
  theaters: (row) => ({
    id: row.id,
    sortTitle: row.sort_title,
    words: row.words,
    city: row.city,
    cityFolded: row.city_folded,
    location: { lat: row.lat, lon: row.lng },
  }),
  showtimes: (row) => ({
    id: row.id,
    movieId: row.movie_id,
    theaterId: row.theater_id,
    startsAt: instantOf(row.starts_at),
    bookableUntil: instantOf(row.bookable_until),
    businessDate: row.business_date,
    format: row.format,
    formatFolded: row.format_folded,
    language: row.language,
    languageFolded: row.language_folded,
    priceMinor: Number(row.price_minor),
    onSale: row.on_sale,
  }),
};

/** At most `limit` documents that changed after a position. Throws ReadStoreUnavailable, ReadModelMissing. */
export const searchDocuments = async (
  readStore: Pick<ReadStore, 'query'>,
  kind: SearchKind,
  after: string,
  limit: number,
): Promise<readonly SearchDocument[]> => {
  const rows = await readStore.query(
    `SELECT * FROM ${schema}.${kind} WHERE position > $1 ORDER BY position LIMIT $2`,
    [after, limit],
  );
  return rows.map((row) => ({
    id: String(row.id),
    position: String(row.position),
    fields: fieldsOf[kind](row),
  }));
};
