/** What the Postgres peers share: one row per seat. They differ in how they take it. */
import pg from 'pg';
import { bookHeld, bookingSchema } from './bookHeld.ts';
import type { HoldRequest, OpenPeer, Peer, PeerOptions } from './Peer.ts';

const schema = `
  create table showtimes (id uuid primary key);
  -- Room on each page lets an update stay on it and leave the index alone.
  create table seats (
    showtime_id uuid not null,
    seat_id text not null,
    place int not null,
    hold_id uuid,
    expires_at timestamptz,
    booking_id uuid,
    primary key (showtime_id, seat_id)
  ) with (fillfactor = 40, autovacuum_vacuum_scale_factor = 0.02);
  create function take_seats(_showtime uuid, _seats text[], _hold uuid, _expires timestamptz) returns text[]
  language plpgsql as $$
  declare _taken text[];
  begin
    perform 1 from showtimes where id = _showtime for update;
    select array_agg(seat_id) into _taken from seats
      where showtime_id = _showtime and seat_id = any(_seats) and hold_id is not null and expires_at > now();
    if _taken is not null then return _taken; end if;
    update seats set hold_id = _hold, expires_at = _expires where showtime_id = _showtime and seat_id = any(_seats);
    return '{}';
  end $$;
`;

/** Resolves to the seats that could not be had. */
export type TakeSeats = (pool: pg.Pool, request: HoldRequest) => Promise<readonly string[]>;

export const seatTable =
  (take: TakeSeats, { lockShowtime = false } = {}): OpenPeer =>
  async ({ url, connections }: PeerOptions): Promise<Peer> => {
    const pool = new pg.Pool({ connectionString: url, max: connections });
    return {
      prepare: async (showtimeIds, seatIds) => {
        await pool.query(schema);
        await pool.query(bookingSchema);
        await pool.query('insert into showtimes select unnest($1::uuid[])', [showtimeIds]);
        await pool.query(
          `insert into seats (showtime_id, seat_id, place)
           select s, seat, place from unnest($1::uuid[]) s, unnest($2::text[]) with ordinality as t (seat, place)`,
          [showtimeIds, seatIds],
        );
        await pool.query('vacuum analyze');
      },
      hold: (request) => take(pool, request),
      book: (request) => bookHeld(pool, request, { lockShowtime }),
      release: async (showtimeId, holdId) => {
        await pool.query({
          name: 'release',
          text: 'update seats set hold_id = null, expires_at = null where showtime_id = $1 and hold_id = $2',
          values: [showtimeId, holdId],
        });
      },
      seatMap: async (showtimeId) => {
        const { rows } = await pool.query<{ status: string }>({
          name: 'map',
          text: `select string_agg(case when hold_id is not null and expires_at > now() then 'H' else 'A' end, '' order by place) as status
                 from seats where showtime_id = $1`,
          values: [showtimeId],
        });
        return rows[0]?.status ?? '';
      },
      held: async () => {
        const { rows } = await pool.query<{ showtime_id: string; seat_id: string; owner: string }>(
          'select showtime_id, seat_id, coalesce(booking_id, hold_id) as owner from seats where hold_id is not null',
        );
        return rows.map((row) => ({ showtimeId: row.showtime_id, seatId: row.seat_id, owner: row.owner }));
      },
      close: () => pool.end(),
    };
  };
