/**
 * How the Postgres peers sell what is held, with the durable steps of any shop that may be asked twice and may die at any
 * moment: the idempotency key with the booking, the gateway's ledger, then the seats with the key's answer and the mail to be
 * sent. Three commits.
 */
import type pg from 'pg';
import { inTransaction } from './inTransaction.ts';
import { lockShowtimeRow } from './lockShowtimeRow.ts';
import type { BookRequest } from './Peer.ts';

export const bookingSchema = `
  create table requests (key text primary key, body text not null, answer text);
  create table bookings (
    id uuid primary key,
    showtime_id uuid not null,
    hold_id uuid not null unique,
    status text not null,
    seats int not null
  );
  create table ledger (key text primary key, booking_id uuid not null, kind text not null, amount int not null);
  create table outbox (id bigint generated always as identity primary key, booking_id uuid not null, kind text not null);
`;

const priceMinor = 1_250;

/** Undefined when the hold is over. */
const begin = (pool: pg.Pool, request: BookRequest): Promise<number | undefined> =>
  inTransaction(pool, 'begin', async (client) => {
    const { showtimeId, holdId, bookingId, key, body } = request;
    await client.query({
      name: 'key',
      text: 'insert into requests (key, body) values ($1, $2)',
      values: [key, body],
    });
    const { rows } = await client.query<{ seats: number }>({
      name: 'booking',
      text: `insert into bookings (id, showtime_id, hold_id, status, seats)
             select $1, $2, $3, 'payment_pending', count(*) from seats
             where showtime_id = $2 and hold_id = $3 and expires_at > now() and booking_id is null
             having count(*) > 0
             returning seats`,
      values: [bookingId, showtimeId, holdId],
    });
    return rows[0]?.seats;
  });

const pay = async (pool: pg.Pool, bookingId: string, seats: number): Promise<void> => {
  await pool.query({
    name: 'pay',
    text: "insert into ledger (key, booking_id, kind, amount) values ($1, $2, 'charge', $3)",
    values: [`${bookingId}/charge`, bookingId, seats * priceMinor],
  });
};

export const bookHeld = async (
  pool: pg.Pool,
  request: BookRequest,
  { lockShowtime }: { readonly lockShowtime: boolean },
): Promise<boolean> => {
  const { showtimeId, holdId, bookingId, key, answer } = request;
  const seats = await begin(pool, request);
  if (seats === undefined) return false;
  await pay(pool, bookingId, seats);
  return inTransaction(pool, 'begin', async (client) => {
    if (lockShowtime) await lockShowtimeRow(client, showtimeId);
    const { rowCount } = await client.query({
      name: 'book',
      text: `update seats set booking_id = $3, expires_at = 'infinity'
             where showtime_id = $1 and hold_id = $2 and expires_at > now() and booking_id is null`,
      values: [showtimeId, holdId, bookingId],
    });
    if (rowCount !== seats) throw new Error('a hold ended while it was paid for: this peer refunds nothing');
    await client.query({
      name: 'confirm',
      text: `with confirmed as (update bookings set status = 'confirmed' where id = $1),
                  answered as (update requests set answer = $3 where key = $2)
             insert into outbox (booking_id, kind) values ($1, 'confirmation')`,
      values: [bookingId, key, answer],
    });
    return true;
  });
};
