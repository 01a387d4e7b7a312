import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { z } from 'zod';
import type { SharedCharges } from '../../ports/SharedCharges.ts';
import { chargeText, keptCharge } from '../keptCharges.ts';

/** A batch may be seen so much later than it was written: a statement is cut off after 5 s. */
const overlapMs = 6_000;
const readBatchesMax = 1_000;
const forgetEveryMs = 60_000;
const forgottenMax = 10_000;

const statementsFor = (table: string) => ({
  write: `
    insert into limits.${table} (node, n, until, charges)
    values ($1, $2, to_timestamp($3 / 1000.0), $4::jsonb)`,
  readOthers: `
    select node, n, extract(epoch from written_at) * 1000 as written_at_ms, charges from limits.${table}
    where written_at > to_timestamp($2 / 1000.0) and node <> $1 and until > clock_timestamp()
      and n > coalesce(($3::jsonb ->> node::text)::bigint, 0)
    order by written_at, node, n limit ${readBatchesMax}`,
  forget: `
    delete from limits.${table} where (node, n) in
      (select node, n from limits.${table} where until < clock_timestamp() order by until limit ${forgottenMax})`,
});

const batch = z.object({
  node: z.string(),
  n: z.coerce.number(),
  written_at_ms: z.coerce.number(),
  charges: z.array(keptCharge),
});

/** Each node writes numbered batches, one after the other, and reads those of the others. */
export const openSharedCharges = (
  pool: pg.Pool,
  { table, keptMs }: { readonly table: 'batches' | 'rate_batches'; readonly keptMs: number },
): SharedCharges => {
  const { write, readOthers, forget } = statementsFor(table);
  const node = randomUUID();
  const known = new Map<string, number>();
  let written = 0;
  let readUpToMs = overlapMs;
  let forgotAtMs = performance.now();

  return {
    exchange: async (changes) => {
      if (changes.length > 0) {
        written += 1;
        const untilMs = Math.max(Date.now() + keptMs, ...changes.map((each) => each.untilMs));
        await pool.query(write, [node, written, untilMs, `[${changes.map(chargeText).join(',')}]`]);
      }
      const after = JSON.stringify(Object.fromEntries(known));
      const { rows } = await pool.query(readOthers, [node, readUpToMs - overlapMs, after]);
      const batches = rows.map((row) => batch.parse(row));
      for (const each of batches) {
        known.set(each.node, Math.max(known.get(each.node) ?? 0, each.n));
        readUpToMs = Math.max(readUpToMs, each.written_at_ms);
      }
      if (performance.now() - forgotAtMs > forgetEveryMs) {
        forgotAtMs = performance.now();
        await pool.query(forget);
      }
      return batches.flatMap(({ charges }) => charges);
    },
  };
};
