import type { ClientBase, Pool } from 'pg';
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

/** All of the booking, and the one with `key`, also of another booking. */
export const readEntries = async (
  client: ClientBase | Pool,
  bookingId: string,
  key?: string,
): Promise<readonly LedgerEntry[]> => {
  const { rows } = await client.query<Record<string, unknown>>(
    `select ${columns} from simulated_payments.ledger
     where booking_id = $1 or key = $2 order by place limit ${entriesMax}`,
    [bookingId, key ?? null],
  );
  return z.array(rowSchema).parse(rows);
};

/** False, with nothing written, when another booking used the key concurrently. */
export const writeEntry = async (client: ClientBase, entry: LedgerEntry): Promise<boolean> => {
  const { key, bookingId, kind, amount, script, outcome, code, id, subject, calls, atMs } = entry;
  const { rowCount } = await client.query(
    `insert into simulated_payments.ledger as known (${columns})
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (key) do update
     set amount = excluded.amount, outcome = excluded.outcome, code = excluded.code, calls = excluded.calls
     where known.booking_id = excluded.booking_id`,
    [
      key,
      bookingId,
      kind,
      amount.amount,
      amount.currency,
      script,
      outcome,
      code ?? null,
      id,
      subject ?? null,
      calls,
      atMs,
    ],
  );
  return rowCount === 1;
};
