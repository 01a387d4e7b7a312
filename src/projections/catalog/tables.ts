/** Ids and folded text sort by their bytes, the same on every server. */
export const catalogTables = `
  CREATE TABLE movies (
    id text COLLATE "C" PRIMARY KEY,
    title text NOT NULL,
    sort_title text COLLATE "C" NOT NULL,
    genres text[] NOT NULL,
    runtime_minutes integer NOT NULL,
    rating text,
    release_date text,
    details json NOT NULL,
    version integer NOT NULL,
    revision integer NOT NULL
  );

  CREATE TABLE theaters (
    id text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    sort_name text COLLATE "C" NOT NULL,
    city text NOT NULL,
    city_folded text COLLATE "C" NOT NULL,
    country text NOT NULL,
    lat double precision NOT NULL,
    lng double precision NOT NULL,
    time_zone text NOT NULL,
    details json NOT NULL,
    settled_currency text,
    version integer NOT NULL,
    revision integer NOT NULL
  );

  CREATE TABLE halls (
    id text COLLATE "C" PRIMARY KEY,
    theater_id text COLLATE "C" NOT NULL,
    name text NOT NULL,
    sort_name text COLLATE "C" NOT NULL,
    lone_seat_rule text NOT NULL,
    cleaning_minutes integer NOT NULL,
    version integer NOT NULL,
    revision integer NOT NULL,
    layout_version integer NOT NULL,
    seat_count integer NOT NULL
  );

  CREATE TABLE showtimes (
    id text COLLATE "C" PRIMARY KEY,
    movie_id text COLLATE "C" NOT NULL,
    theater_id text COLLATE "C" NOT NULL,
    hall_id text COLLATE "C" NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    sales_close_at timestamptz NOT NULL,
    business_date text COLLATE "C" NOT NULL,
    format text NOT NULL,
    language text NOT NULL,
    status text NOT NULL,
    revision integer NOT NULL
  );
`;

export const catalogIndexes = `
  CREATE INDEX ON movies (sort_title, id);
  CREATE INDEX ON theaters (sort_name, id);
  CREATE INDEX ON theaters (city_folded);
  CREATE INDEX ON halls (theater_id, sort_name, id);
  CREATE INDEX ON showtimes (starts_at, id) WHERE status = 'on-sale';
  CREATE INDEX ON showtimes (movie_id, starts_at, id);
  CREATE INDEX ON showtimes (theater_id, starts_at, id);
  CREATE INDEX ON showtimes (business_date, starts_at, id);
`;
