/**
 * A ledger: each thing that an event adds to some report is a fact, and no fact ever changes, so every report can be read as of any
 * position. Facts stand in pages, so that a stampede makes few rows. What the books need stands beside them: summaries, terms,
 * statements and the days that wait for one.
 */
export const tables = `
  CREATE TABLE shows (
    showtime_id text COLLATE "C" PRIMARY KEY,
    movie_id text COLLATE "C" NOT NULL,
    theater_id text COLLATE "C" NOT NULL,
    hall_id text COLLATE "C" NOT NULL,
    zone text NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    business_date date NOT NULL,
    hour text COLLATE "C" NOT NULL,
    -- Of its newest layout.
    seats integer NOT NULL,
    position text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    currency text COLLATE "C" NOT NULL,
    -- No summary was made since its seats changed.
    is_open boolean NOT NULL
  );
  CREATE INDEX ON shows (theater_id, business_date);
  CREATE INDEX ON shows (business_date);
  CREATE INDEX ON shows (movie_id, business_date);
  CREATE INDEX ON shows (ends_at) WHERE is_open;
  CREATE TABLE bookings (
    booking_id text COLLATE "C" PRIMARY KEY,
    showtime_id text COLLATE "C" NOT NULL,
    seats integer NOT NULL
  );
  CREATE TYPE fact AS (
    position text COLLATE "C",
    part smallint,
    at timestamptz,
    kind text COLLATE "C",
    n integer,
    seats integer,
    amount bigint,
    currency text COLLATE "C",
    why text COLLATE "C",
    seat_type text COLLATE "C",
    party smallint,
    -- Null where it is \`at\`.
    happened_at timestamptz,
    hour text COLLATE "C"
  );
  -- What successive events of a stream told, of one business date; which page a fact is on follows from its event alone.
  CREATE TABLE pages (
    showtime_id text COLLATE "C" NOT NULL,
    stream text COLLATE "C" NOT NULL,
    page integer NOT NULL,
    theater_id text COLLATE "C" NOT NULL,
    business_date date NOT NULL,
    facts fact[] NOT NULL,
    PRIMARY KEY (showtime_id, stream, page, business_date)
  );
  CREATE INDEX ON pages (theater_id, business_date);
  CREATE INDEX ON pages (business_date);
  CREATE VIEW facts AS
    SELECT showtime_id, stream, theater_id, business_date, position, part, at, kind, n, seats, amount, currency, why, seat_type,
      party, coalesce(happened_at, at) AS happened_at, hour
    FROM pages, unnest(pages.facts);
  -- Facts of showtimes that are not known, whose streams may come late.
  CREATE TABLE early (
    showtime_id text COLLATE "C" NOT NULL,
    stream text COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    position text COLLATE "C" NOT NULL,
    part smallint NOT NULL,
    fact json NOT NULL,
    PRIMARY KEY (showtime_id, position, part)
  );
  CREATE TABLE summaries (
    showtime_id text COLLATE "C" NOT NULL,
    position text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    summary json NOT NULL,
    PRIMARY KEY (showtime_id, position)
  );
  CREATE TABLE closings (
    theater_id text COLLATE "C" PRIMARY KEY,
    after_ms bigint NOT NULL
  );
  CREATE TABLE terms (
    movie_id text COLLATE "C" NOT NULL,
    position text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    terms json NOT NULL,
    PRIMARY KEY (movie_id, position)
  );
  CREATE TABLE statements (
    theater_id text COLLATE "C" NOT NULL,
    business_date date NOT NULL,
    number integer NOT NULL,
    position text COLLATE "C" NOT NULL,
    at timestamptz NOT NULL,
    up_to text COLLATE "C" NOT NULL,
    lines json NOT NULL,
    left_out json,
    PRIMARY KEY (theater_id, business_date, number)
  );
  CREATE TABLE days (
    theater_id text COLLATE "C" NOT NULL,
    business_date date NOT NULL,
    -- When a statement may be issued; null until a show of the day is known.
    settles_at timestamptz,
    -- Of the last event that counts in a statement, and up to where the last statement counts.
    moved text COLLATE "C" NOT NULL,
    issued text COLLATE "C" NOT NULL,
    -- Streams that the last statement left out because they were parked.
    left_out json,
    PRIMARY KEY (theater_id, business_date)
  );
  CREATE INDEX ON days (settles_at) WHERE moved > issued;
  CREATE INDEX ON days (settles_at) WHERE left_out IS NOT NULL;
`;
