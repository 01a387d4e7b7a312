/** Five ways to take rows of seats in Postgres. Beat them: a faster statement that keeps the rules is welcome. */
import type pg from 'pg';
import { inTransaction } from './inTransaction.ts';
import { lockShowtimeRow } from './lockShowtimeRow.ts';
import { type HoldRequest, type OpenPeer, retriesMax } from './Peer.ts';
import { seatTable } from './seatTable.ts';

const takenAmong = async (
  client: pg.PoolClient,
  { showtimeId, seatIds }: HoldRequest,
  lock: '' | 'order by seat_id for update',
): Promise<readonly string[]> => {
  const { rows } = await client.query<{ seat_id: string; taken: boolean }>({
    name: `taken ${lock}`,
    text: `select seat_id, hold_id is not null and expires_at > now() as taken from seats
           where showtime_id = $1 and seat_id = any($2) ${lock}`,
    values: [showtimeId, seatIds],
  });
  return rows.filter(({ taken }) => taken).map(({ seat_id }) => seat_id);
};

const take = async (client: pg.PoolClient, request: HoldRequest): Promise<void> => {
  const { showtimeId, seatIds, holdId, expiresAt } = request;
  await client.query({
    name: 'take',
    text: 'update seats set hold_id = $3, expires_at = $4 where showtime_id = $1 and seat_id = any($2)',
    values: [showtimeId, seatIds, holdId, expiresAt],
  });
};

/** `SELECT … FOR UPDATE` on the showtime's row. */
export const lockShowtime: OpenPeer = seatTable(
  (pool, request) =>
    inTransaction(pool, 'begin', async (client) => {
      await lockShowtimeRow(client, request.showtimeId);
      const taken = await takenAmong(client, request, '');
      if (taken.length === 0) await take(client, request);
      return taken;
    }),
  { lockShowtime: true },
);

/** `SELECT … FOR UPDATE` on the rows of the seats, in one order for all. */
export const lockSeats: OpenPeer = seatTable((pool, request) =>
  inTransaction(pool, 'begin', async (client) => {
    const taken = await takenAmong(client, request, 'order by seat_id for update');
    if (taken.length === 0) await take(client, request);
    return taken;
  }),
);

/** The lock of the showtime's row inside one PL/pgSQL call. */
export const plpgsql: OpenPeer = seatTable(async (pool, { showtimeId, seatIds, holdId, expiresAt }) => {
  const { rows } = await pool.query<{ taken: string[] }>({
    name: 'take_seats',
    text: 'select take_seats($1, $2, $3, $4) as taken',
    values: [showtimeId, seatIds, holdId, expiresAt],
  });
  return rows[0]?.taken ?? seatIds;
});

/** One conditional `UPDATE` with its row count checked; several seats are locked in one order by the same statement. */
export const conditionalUpdate: OpenPeer = seatTable(
  async (pool, { showtimeId, seatIds, holdId, expiresAt }) => {
    const one = seatIds.length === 1;
    const { rowCount } = await pool.query({
      name: one ? 'one' : 'several',
      text: one
        ? `update seats set hold_id = $3, expires_at = $4
           where showtime_id = $1 and seat_id = $2 and (hold_id is null or expires_at <= now())`
        : `with free as materialized (
             select seat_id from seats
             where showtime_id = $1 and seat_id = any($2) and (hold_id is null or expires_at <= now())
             order by seat_id for update
           )
           update seats s set hold_id = $3, expires_at = $4 from free
           where s.showtime_id = $1 and s.seat_id = free.seat_id
             and (select count(*) from free) = cardinality($2::text[])`,
      values: [showtimeId, one ? seatIds[0] : seatIds, holdId, expiresAt],
    });
    return rowCount === seatIds.length ? [] : seatIds;
  },
);

const isSerializationFailure = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '40001' || error.code === '40P01');

/** `SERIALIZABLE`, tried again when the database says so. */
export const serializable: OpenPeer = seatTable(async (pool, request) => {
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    try {
      return await inTransaction(pool, 'begin isolation level serializable', async (client) => {
        const taken = await takenAmong(client, request, '');
        if (taken.length === 0) await take(client, request);
        return taken;
      });
    } catch (error) {
      if (!isSerializationFailure(error)) throw error;
    }
  }
  throw new Error(`no serializable transaction in ${retriesMax} tries`);
});
