import type { Pool } from 'pg';
import { z } from 'zod';
import { currencySchema } from '../../domain/kernel/money.ts';
import { gatewayCodeOf } from '../../ports/gatewayCodes.ts';
import { joinCalls } from '../joinCalls.ts';
import type { LedgerEntry } from './answerCall.ts';
import { scriptNames } from './scripts.ts';

export const entriesMax = 1_000;

/** The driver returns bigint as text. */
const rowSchema = z
  .strictObject({
    key: z.string(),
    booking_id: z.string(),
    kind: z.enum(['authorize', 'capture', 'void', 'refund']),
    amount: z.coerce.number().int(),
    currency: currencySchema,
    script: z.enum(scriptNames),
    outcome: z.enum(['done', 'declined', 'failed', 'none']),
    code: z.string().nullable(),
    id: z.string(),
    subject: z.string().nullable(),
    calls: z.int(),
    at_ms: z.coerce.number().int(),
  })
  .transform(
    ({ booking_id, amount, currency, code, subject, at_ms, ...row }): LedgerEntry => ({
      ...row,
      bookingId: booking_id,
      amount: { amount, currency },
      code: code === null ? undefined : gatewayCodeOf(code),
      subject: subject ?? undefined,
      atMs: at_ms,
    }),
  );

const columns = 'key, booking_id, kind, amount, currency, script, outcome, code, id, subject, calls, at_ms';

/** Calls that one statement serves. */
const joinedMax = 100;

const inOrder = (entries: string): string =>
  `select ${columns} from (${entries}) entries order by place limit ${entriesMax}`;
const ofBooking = (bookingId: string): string =>
  `select place, ${columns} from simulated_payments.ledger where booking_id = ${bookingId}`;

// Two conditions that each have an index: joined by OR they are a scan of the whole table.
const versioned = `
  select asked.n, coalesce(books.version, 0) as version, entries.*
  from unnest($1::text[], $2::text[]) with ordinality as asked (booking_id, key, n)
    left join simulated_payments.books on books.booking_id = asked.booking_id
    left join lateral (${inOrder(`${ofBooking('asked.booking_id')} union all
      select place, ${columns} from simulated_payments.ledger
      where key = asked.key and booking_id <> asked.booking_id`)}) entries on true`;

/** All of a booking. */
export const readEntries = async (pool: Pool, bookingId: string): Promise<readonly LedgerEntry[]> => {
  const { rows } = await pool.query<Record<string, unknown>>(inOrder(ofBooking('$1')), [bookingId]);
  return z.array(rowSchema).parse(rows);
};

export interface Books {
  /** All of the booking, and the one with the key, also of another booking. */
  readonly entries: readonly LedgerEntry[];
  readonly version: number;
}

const askedRow = z.looseObject({ n: z.coerce.number(), version: z.int() });

/** The books of a booking, for a call with the key. */
export const booksReader = (pool: Pool) =>
  joinCalls<{ readonly bookingId: string; readonly key: string }, Books>(async (asked) => {
    const values = [asked.map(({ bookingId }) => bookingId), asked.map(({ key }) => key)];
    const { rows } = await pool.query({ name: 'simulated-payments-books', text: versioned, values });
    const found = Map.groupBy(z.array(askedRow).parse(rows), ({ n }) => n);
    return asked.map((_, place) => {
      const own = found.get(place + 1) ?? [];
      const entries = own.filter(({ key }) => key !== null).map(({ n, version, ...entry }) => entry);
      return { entries: z.array(rowSchema).parse(entries), version: own[0]?.version ?? 0 };
    });
  }, joinedMax);

// In one order, so that two statements never wait for each other.
const write = `
  with asked as (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[],
      $9::text[], $10::text[], $11::integer[], $12::bigint[], $13::integer[]) with ordinality as asked (${columns}, version, n)),
  turn as (
    insert into simulated_payments.books as known (booking_id, version)
    select booking_id, version + 1 from asked order by booking_id
    on conflict (booking_id) do update set version = excluded.version where known.version = excluded.version - 1
    returning booking_id),
  written as (
    insert into simulated_payments.ledger as known (${columns})
    select ${columns} from asked where booking_id in (select booking_id from turn)
    on conflict (key) do update
    set amount = excluded.amount, outcome = excluded.outcome, code = excluded.code, calls = excluded.calls
    where known.booking_id = excluded.booking_id
    returning key)
  select booking_id in (select booking_id from turn) as has_turn, key in (select key from written) as is_written
  from asked order by n`;

/** `outdated`: another call for this booking was quicker, nothing was written. `elsewhere`: the key is another booking's. */
type Written = 'written' | 'outdated' | 'elsewhere';

/** Writes an entry if the booking's books still have the version. */
export const entryWriter = (pool: Pool) =>
  joinCalls<{ readonly entry: LedgerEntry; readonly version: number }, Written>(async (asked) => {
    const of = <Value>(value: (entry: LedgerEntry) => Value): readonly Value[] =>
      asked.map(({ entry }) => value(entry));
    const values = [
      ...[of(({ key }) => key), of(({ bookingId }) => bookingId), of(({ kind }) => kind)],
      ...[of(({ amount }) => amount.amount), of(({ amount }) => amount.currency), of(({ script }) => script)],
      ...[of(({ outcome }) => outcome), of(({ code }) => code ?? null), of(({ id }) => id)],
      ...[of(({ subject }) => subject ?? null), of(({ calls }) => calls), of(({ atMs }) => atMs)],
      asked.map(({ version }) => version),
    ];
    const query = { name: 'simulated-payments-write', text: write, values };
    const { rows } = await pool.query<{ has_turn: boolean; is_written: boolean }>(query);
    return rows.map(({ has_turn: hasTurn, is_written: isWritten }) => {
      if (!hasTurn) return 'outdated';
      return isWritten ? 'written' : 'elsewhere';
    });
  }, joinedMax);
