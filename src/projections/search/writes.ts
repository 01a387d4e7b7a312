/**
 * An older event never overwrites what a newer one wrote; a showtime's sale and price change by different events, so
 * each keeps its own revision. `$2` is the number of the change.
 */
import type { SearchSubject } from '../../ports/SearchIndex.ts';

export const writeMovies = `
  INSERT INTO movies (id, title, sort_title, words, title_words, genres, genres_folded, rating, rating_folded,
    revision, change)
  SELECT id, title, sort_title, words, title_words, genres, genres_folded, rating, rating_folded, revision, $2::bigint
  FROM json_to_recordset($1::json) AS new (id text, title text, sort_title text, words text[], title_words text[],
    genres text[], genres_folded text[], rating text, rating_folded text, revision integer)
  ON CONFLICT (id) DO UPDATE SET title = excluded.title, sort_title = excluded.sort_title, words = excluded.words,
    title_words = excluded.title_words, genres = excluded.genres, genres_folded = excluded.genres_folded,
    rating = excluded.rating, rating_folded = excluded.rating_folded, revision = excluded.revision,
    change = excluded.change
  WHERE movies.revision < excluded.revision`;

export const writeTheaters = `
  INSERT INTO theaters (id, sort_title, words, city, city_folded, lat, lng, revision, change)
  SELECT id, sort_title, words, city, city_folded, lat, lng, revision, $2::bigint
  FROM json_to_recordset($1::json) AS new (id text, sort_title text, words text[], city text, city_folded text,
    lat double precision, lng double precision, revision integer)
  ON CONFLICT (id) DO UPDATE SET sort_title = excluded.sort_title, words = excluded.words, city = excluded.city,
    city_folded = excluded.city_folded, lat = excluded.lat, lng = excluded.lng, revision = excluded.revision,
    change = excluded.change
  WHERE theaters.revision < excluded.revision`;

export const writeShowtimes = `
  INSERT INTO showtimes (id, movie_id, theater_id, starts_at, bookable_until, business_date, format, format_folded,
    language, language_folded, price_rank, on_sale, sale_revision, price_revision, change)
  SELECT id, movie_id, theater_id, starts_at, bookable_until, business_date, format, format_folded, language,
    language_folded, price_rank, on_sale, revision, revision, $2::bigint
  FROM json_to_recordset($1::json) AS new (id text, movie_id text, theater_id text, starts_at timestamptz,
    bookable_until timestamptz, business_date text, format text, format_folded text, language text,
    language_folded text, price_rank bigint, on_sale boolean, revision integer)
  ON CONFLICT (id) DO NOTHING`;

export const writeStatuses = `
  UPDATE showtimes SET on_sale = new.on_sale, sale_revision = new.revision, change = $2::bigint
  FROM json_to_recordset($1::json) AS new (id text, on_sale boolean, revision integer)
  WHERE showtimes.id = new.id AND showtimes.sale_revision < new.revision`;

export const writePrices = `
  UPDATE showtimes SET price_rank = new.price_rank, price_revision = new.revision, change = $2::bigint
  FROM json_to_recordset($1::json) AS new (id text, price_rank bigint, revision integer)
  WHERE showtimes.id = new.id AND showtimes.price_revision < new.revision`;

export const nextChange = 'UPDATE changes SET last = last + 1 RETURNING last';

const offerKey = ['movie_id', 'theater_id', 'business_date', 'language', 'format'] as const;
const sameOffer = (one: string, other: string): string =>
  offerKey.map((column) => `${one}.${column} = ${other}.${column}`).join(' AND ');

/** Makes the offers that these showtimes are part of what the showtimes say now. */
export const writeOffers = `
  WITH touched AS (
      SELECT DISTINCT ${offerKey.map((column) => `s.${column}`).join(', ')}
      FROM json_to_recordset($1::json) AS new (id text) JOIN showtimes s USING (id)),
    now AS (
      SELECT ${offerKey.map((column) => `s.${column}`).join(', ')}, min(s.language_folded) AS language_folded,
        min(s.format_folded) AS format_folded, count(*)::integer AS showtimes, min(s.starts_at) AS first_start,
        min(s.price_rank) AS price_rank, min(s.bookable_until) AS first_until, max(s.bookable_until) AS last_until
      FROM touched JOIN showtimes s ON ${sameOffer('touched', 's')} WHERE s.on_sale
      GROUP BY ${offerKey.map((column) => `s.${column}`).join(', ')}),
    gone AS (
      DELETE FROM offers o USING touched WHERE ${sameOffer('touched', 'o')}
        AND NOT EXISTS (SELECT FROM now WHERE ${sameOffer('now', 'o')}))
  INSERT INTO offers (${offerKey.join(', ')}, language_folded, format_folded, showtimes, first_start, price_rank,
    first_until, last_until)
  SELECT * FROM now
  ON CONFLICT (${offerKey.join(', ')}) DO UPDATE SET showtimes = excluded.showtimes,
    first_start = excluded.first_start, price_rank = excluded.price_rank, first_until = excluded.first_until,
    last_until = excluded.last_until`;

/** Readers that keep the words in memory compare this number. */
export const wordsChanged = 'UPDATE changes SET words = last';

/** Makes the words of these documents what their rows say now. */
export const writeWords = (subject: SearchSubject): string => `
  WITH changed AS (SELECT id FROM json_to_recordset($1::json) AS new (id text)),
    now AS (SELECT d.id, word FROM ${subject} d JOIN changed USING (id), unnest(d.words) AS word),
    gone AS (
      DELETE FROM words w USING changed WHERE w.subject = '${subject}' AND w.id = changed.id
        AND NOT EXISTS (SELECT FROM now WHERE now.id = w.id AND now.word = w.word))
  INSERT INTO words (subject, word, id) SELECT '${subject}', word, id FROM now ON CONFLICT DO NOTHING`;
