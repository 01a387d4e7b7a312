import type { Pool } from 'pg';
import { z } from 'zod';
import { currencySchema } from '../../domain/kernel/money.ts';
import { gatewayCodeOf } from '../../ports/gatewayCodes.ts';
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

const ofBooking = `select place, ${columns} from simulated_payments.ledger where booking_id = $1`;
const inOrder = (entries: string): string =>
  `select ${columns} from (${entries}) entries order by place limit ${entriesMax}`;

// Two conditions that each have an index: joined by OR they are a scan of the whole table.
const listed = inOrder(`${ofBooking} union all
  select place, ${columns} from simulated_payments.ledger where key = $2 and booking_id <> $1`);

const versioned = `
  select version, entries.* from (
    select coalesce((select version from simulated_payments.books where booking_id = $1), 0) as version) books
  left join lateral (${listed}) entries on true`;

/** All of a booking. */
export const readEntries = async (pool: Pool, bookingId: string): Promise<readonly LedgerEntry[]> =>
  z.array(rowSchema).parse((await pool.query<Record<string, unknown>>(inOrder(ofBooking), [bookingId])).rows);

export interface Books {
  /** All of the booking, and the one with the key, also of another booking. */
  readonly entries: readonly LedgerEntry[];
  readonly version: number;
}

export const readBooks = async (pool: Pool, bookingId: string, key: string): Promise<Books> => {
  const query = { name: 'simulated-payments-books', text: versioned, values: [bookingId, key] };
  const { rows } = await pool.query<Record<string, unknown>>(query);
  const parsed = rows.map(({ version, ...entry }) => ({ version: Number(version), entry }));
  const entries = parsed.map(({ entry }) => entry).filter(({ key: named }) => named !== null);
  return { entries: z.array(rowSchema).parse(entries), version: parsed[0]?.version ?? 0 };
};

const write = `
  with turn as (
    insert into simulated_payments.books as known (booking_id, version) values ($2, $13::integer + 1)
    on conflict (booking_id) do update set version = known.version + 1 where known.version = $13
    returning 1),
  written as (
    insert into simulated_payments.ledger as known (${columns})
    select $1, $2, $3, $4::bigint, $5, $6, $7, $8, $9, $10, $11::integer, $12::bigint where exists (select from turn)
    on conflict (key) do update
    set amount = excluded.amount, outcome = excluded.outcome, code = excluded.code, calls = excluded.calls
    where known.booking_id = excluded.booking_id
    returning 1)
  select (select count(*) from turn) as turns, (select count(*) from written) as entries`;

/**
 * `outdated`: another call for this booking was quicker, nothing was written. `elsewhere`: another booking used the key
 * concurrently, no entry was written.
 */
export const writeEntry = async (
  pool: Pool,
  entry: LedgerEntry,
  version: number,
): Promise<'written' | 'outdated' | 'elsewhere'> => {
  const { key, bookingId, kind, amount, script, outcome, code, id, subject, calls, atMs } = entry;
  const money = [amount.amount, amount.currency];
  const ended = [script, outcome, code ?? null, id, subject ?? null, calls, atMs];
  const values = [key, bookingId, kind, ...money, ...ended, version];
  const query = { name: 'simulated-payments-write', text: write, values };
  const { rows } = await pool.query<{ turns: string; entries: string }>(query);
  if (rows[0]?.turns !== '1') return 'outdated';
  return rows[0].entries === '1' ? 'written' : 'elsewhere';
};
