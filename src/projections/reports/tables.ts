/** A ledger: one row for each thing that an event adds to some report. No row ever changes, so every report can be read as of any position. */
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
    at timestamptz NOT NULL
  );
  CREATE INDEX ON shows (theater_id, business_date);
  CREATE INDEX ON shows (business_date);
  CREATE TABLE bookings (
    booking_id text COLLATE "C" PRIMARY KEY,
    showtime_id text COLLATE "C" NOT NULL,
    seats integer NOT NULL
  );
  CREATE TABLE facts (
    showtime_id text COLLATE "C" NOT NULL,
    position text COLLATE "C" NOT NULL,
    part smallint NOT NULL,
    at timestamptz NOT NULL,
    kind text COLLATE "C" NOT NULL,
    n integer NOT NULL,
    seats integer NOT NULL,
    amount bigint,
    currency text COLLATE "C",
    why text COLLATE "C",
    seat_type text COLLATE "C",
    party smallint,
    happened_at timestamptz NOT NULL,
    -- Null until the showtime is known, whose stream may come late.
    theater_id text COLLATE "C",
    business_date date,
    hour text COLLATE "C",
    PRIMARY KEY (showtime_id, position, part)
  );
  CREATE INDEX ON facts (theater_id, business_date);
  CREATE INDEX ON facts (business_date);
`;
