/**
 * Changes are counted, one per batch of events, and a row keeps the number of its last one: a copy to another engine
 * finds what is new by it. An offer is all showtimes on sale that are alike but for their time: `last_until` says
 * whether one of them can be booked, and while `first_until` lies ahead its count, start and price hold as they are.
 */
export const searchTables = `
  CREATE TABLE changes (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    build text NOT NULL DEFAULT gen_random_uuid()::text,
    last bigint NOT NULL DEFAULT 0,
    words bigint NOT NULL DEFAULT 0
  );
  INSERT INTO changes DEFAULT VALUES;

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
    change bigint NOT NULL
  );

  CREATE TABLE theaters (
    id text COLLATE "C" PRIMARY KEY,
    sort_title text COLLATE "C" NOT NULL,
    words text[] NOT NULL,
    city text NOT NULL,
    city_folded text COLLATE "C" NOT NULL,
    lat double precision NOT NULL,
    lng double precision NOT NULL,
    revision integer NOT NULL,
    change bigint NOT NULL
  );

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
    price_rank bigint NOT NULL,
    on_sale boolean NOT NULL,
    sale_revision integer NOT NULL,
    price_revision integer NOT NULL,
    change bigint NOT NULL
  );
  CREATE INDEX ON showtimes (movie_id, theater_id, business_date, language, format);

  CREATE TABLE offers (
    movie_id text COLLATE "C" NOT NULL,
    theater_id text COLLATE "C" NOT NULL,
    business_date text COLLATE "C" NOT NULL,
    language text NOT NULL,
    format text NOT NULL,
    language_folded text NOT NULL,
    format_folded text NOT NULL,
    showtimes integer NOT NULL,
    first_start timestamptz NOT NULL,
    price_rank bigint NOT NULL,
    first_until timestamptz NOT NULL,
    last_until timestamptz NOT NULL,
    PRIMARY KEY (movie_id, theater_id, business_date, language, format)
  );

  CREATE TABLE words (
    subject text COLLATE "C" NOT NULL,
    word text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    PRIMARY KEY (subject, word, id)
  );
  CREATE INDEX ON words (subject, id);
`;

export const searchIndexes = `
  CREATE INDEX ON movies USING gin (words);
  CREATE INDEX ON movies (change);
  CREATE INDEX ON theaters USING gin (words);
  CREATE INDEX ON theaters (city_folded);
  CREATE INDEX ON theaters (change);
  CREATE INDEX ON showtimes (movie_id, bookable_until);
  CREATE INDEX ON showtimes (theater_id, bookable_until);
  CREATE INDEX ON showtimes (starts_at) WHERE on_sale;
  CREATE INDEX ON showtimes (change);
  CREATE INDEX ON offers (movie_id, last_until);
  CREATE INDEX ON offers (theater_id, last_until);
  CREATE INDEX ON offers (business_date);
  CREATE INDEX ON offers (last_until);
  CREATE INDEX ON words (subject, char_length(word), word);
`;
