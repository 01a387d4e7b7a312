import type pg from 'pg';
import type { UsedProofs } from '../../ports/UsedProofs.ts';

/** Per proof that is used; above one, so that the table stays small. */
const forgottenAtOnce = 10;

const use = `
  with forgotten as (
    delete from limits.used_proofs where id in (
      select id from limits.used_proofs where until < clock_timestamp() and id <> $1
      order by until limit ${forgottenAtOnce} for update skip locked))
  insert into limits.used_proofs (id, until) values ($1, to_timestamp($2 / 1000.0))
  on conflict (id) do update set until = excluded.until where limits.used_proofs.until < clock_timestamp()`;

export const openUsedProofs = (pool: pg.Pool): UsedProofs => ({
  use: async (id, untilMs) => (await pool.query(use, [id, untilMs])).rowCount === 1,
  giveBack: async (id) => void (await pool.query('delete from limits.used_proofs where id = $1', [id])),
});
