/**
 * The tables of search: what is looked for, folded, one row per movie, theater and showtime, and every word with
 * where it stands. `position` is that of the event a row was last changed by, for copying to other engines.
 */
export const searchTables = `
  CREATE TABLE movies (
    id text COLLATE "C" PRIMARY KEY,
    title text NOT NULL,
    sort_title text COLLATE "C" NOT NULL,
    words text[] NOT NULL,
    title_words text[] NOT NULL,
    genres text[] NOT NULL,
    genres_folded text[] NOT NULL,
    rating text,
    rating_folded text,
    revision integer NOT NULL,
    position text COLLATE "C" NOT NULL
  );
  CREATE INDEX ON movies USING gin (words);
  CREATE INDEX ON movies (position);

  CREATE TABLE theaters (
    id text COLLATE "C" PRIMARY KEY,
    sort_title text COLLATE "C" NOT NULL,
    words text[] NOT NULL,
    city text NOT NULL,
    city_folded text COLLATE "C" NOT NULL,
    lat double precision NOT NULL,
    lng double precision NOT NULL,
    revision integer NOT NULL,
    position text COLLATE "C" NOT NULL
  );
  CREATE INDEX ON theaters USING gin (words);
  CREATE INDEX ON theaters (city_folded);
  CREATE INDEX ON theaters (position);

  CREATE TABLE showtimes (
    id text COLLATE "C" PRIMARY KEY,
    movie_id text COLLATE "C" NOT NULL,
    theater_id text COLLATE "C" NOT NULL,
    starts_at timestamptz NOT NULL,
    bookable_until timestamptz NOT NULL,
    business_date text COLLATE "C" NOT NULL,
    format text NOT NULL,
    format_folded text NOT NULL,
    language text NOT NULL,
    language_folded text NOT NULL,
    price_minor bigint NOT NULL,
    on_sale boolean NOT NULL,
    sale_revision integer NOT NULL,
    price_revision integer NOT NULL,
    position text COLLATE "C" NOT NULL
  );
  CREATE INDEX ON showtimes (movie_id, bookable_until);
  CREATE INDEX ON showtimes (theater_id, bookable_until);
  CREATE INDEX ON showtimes (business_date) WHERE on_sale;
  CREATE INDEX ON showtimes (position);

  CREATE TABLE words (
    subject text COLLATE "C" NOT NULL,
    word text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    PRIMARY KEY (subject, word, id)
  );
  CREATE INDEX ON words (subject, id);
  CREATE INDEX ON words (subject, char_length(word), word);
`;
