import { bookingAggregate } from '../../domain/booking/bookingAggregate.ts';
import { demandAggregate } from '../../domain/demand/demandAggregate.ts';
import { showtimeAggregate } from '../../domain/showtime/showtimeAggregate.ts';
import { streamOfColumnsSql } from '../sql/streamSql.ts';
import { factKinds } from './factsOf.ts';
import { localHourSql } from './localHour.ts';

const labels = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

const categories = [showtimeAggregate, bookingAggregate, demandAggregate].map(({ category }) => category);

const happenedAt = 'coalesce((detail).happened_at, at)';

/**
 * A ledger: each thing that an event adds to some report is a fact, and no fact ever changes, so every report can be read as of any
 * position. Facts stand in pages, so that a stampede makes few rows. What the books need stands beside them: summaries, terms,
 * statements and the days that wait for one.
 *
 * Columns stand by their alignment, and what few facts have apart from the others: a fact takes 48 bytes, one of money 56.
 */
export const tables = `
  CREATE TABLE shows (
    showtime_id uuid PRIMARY KEY,
    movie_id uuid NOT NULL,
    theater_id uuid NOT NULL,
    hall_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    position bigint NOT NULL,
    at timestamptz NOT NULL,
    -- Of its newest layout.
    seats integer NOT NULL,
    business_date date NOT NULL,
    -- Minutes ahead of UTC when it starts.
    utc_offset smallint NOT NULL,
    -- No summary was made since its seats changed.
    is_open boolean NOT NULL,
    currency text COLLATE "C" NOT NULL,
    zone text NOT NULL
  );
  CREATE INDEX ON shows (movie_id, business_date);
  CREATE TABLE bookings (
    booking_id uuid PRIMARY KEY,
    showtime_id uuid NOT NULL,
    seats integer NOT NULL
  );
  CREATE TYPE fact_kind AS ENUM (${labels(factKinds)});
  CREATE TYPE fact_detail AS (
    -- Null where it is \`at\`.
    happened_at timestamptz,
    -- Null where it is 1.
    n integer,
    -- Null where it is 0.
    part smallint,
    party smallint,
    why text COLLATE "C",
    seat_type text COLLATE "C"
  );
  CREATE TYPE fact AS (
    position bigint,
    at timestamptz,
    kind fact_kind,
    seats integer,
    -- Minor units: Money has an upper limit.
    amount integer,
    currency text COLLATE "C",
    detail fact_detail
  );
  CREATE TYPE fact_category AS ENUM (${labels(categories)});
  -- What successive events of a stream told, of one business date and offset; which page a fact is on follows from its event alone.
  CREATE TABLE pages (
    showtime_id uuid NOT NULL,
    source_id uuid NOT NULL,
    theater_id uuid NOT NULL,
    business_date date NOT NULL,
    page integer NOT NULL,
    category fact_category NOT NULL,
    -- Minutes ahead of UTC.
    utc_offset smallint NOT NULL,
    facts fact[] NOT NULL,
    PRIMARY KEY (showtime_id, source_id, category, page, business_date, utc_offset)
    -- A page of a quiet stream grows batch by batch: an update that stays in its block changes no index.
  ) WITH (fillfactor = 80);
  CREATE VIEW facts AS
    SELECT showtime_id, ${streamOfColumnsSql('category', 'source_id')} AS stream, theater_id, business_date, utc_offset, position,
      coalesce((detail).part, 0) AS part, at, kind, coalesce((detail).n, 1) AS n, seats, amount, currency, (detail).why,
      (detail).seat_type, (detail).party, ${happenedAt} AS happened_at, ${localHourSql(happenedAt, 'utc_offset')} AS local_hour
    FROM pages, unnest(pages.facts);
  -- Facts of showtimes that are not known, whose streams may come late.
  CREATE TABLE early (
    showtime_id uuid NOT NULL,
    stream text COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    position bigint NOT NULL,
    part smallint NOT NULL,
    fact json NOT NULL,
    PRIMARY KEY (showtime_id, position, part)
  );
  CREATE TABLE summaries (
    showtime_id uuid NOT NULL,
    position bigint NOT NULL,
    at timestamptz NOT NULL,
    summary json NOT NULL,
    PRIMARY KEY (showtime_id, position)
  );
  CREATE TABLE closings (
    theater_id uuid PRIMARY KEY,
    after_ms bigint NOT NULL
  );
  CREATE TABLE terms (
    movie_id uuid NOT NULL,
    position bigint NOT NULL,
    at timestamptz NOT NULL,
    terms json NOT NULL,
    PRIMARY KEY (movie_id, position)
  );
  CREATE TABLE statements (
    theater_id uuid NOT NULL,
    business_date date NOT NULL,
    number integer NOT NULL,
    position bigint NOT NULL,
    at timestamptz NOT NULL,
    up_to bigint NOT NULL,
    lines json NOT NULL,
    left_out json,
    PRIMARY KEY (theater_id, business_date, number)
  );
  CREATE TABLE days (
    theater_id uuid NOT NULL,
    business_date date NOT NULL,
    -- When a statement may be issued; null until a show of the day is known.
    settles_at timestamptz,
    -- Of the last event that counts in a statement, and up to where the last statement counts; 0 before the first.
    moved bigint NOT NULL,
    issued bigint NOT NULL,
    -- Streams that the last statement left out because they were parked.
    left_out json,
    PRIMARY KEY (theater_id, business_date)
  );
`;

/** What only queries read by. */
export const indexes = `
  CREATE INDEX ON shows (theater_id, business_date);
  CREATE INDEX ON shows (business_date);
  CREATE INDEX ON shows (ends_at) WHERE is_open;
  CREATE INDEX ON pages (theater_id, business_date);
  CREATE INDEX ON pages (business_date);
  CREATE INDEX ON days (settles_at) WHERE moved > issued;
  CREATE INDEX ON days (settles_at) WHERE left_out IS NOT NULL;
`;
