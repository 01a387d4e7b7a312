import type pg from 'pg';
import type { MasterKeys } from './masterKeys.ts';

const keysPerPage = 500;
const pagesMax = 100_000;
const masterKeysMax = 100;

const nextId = `
  select min(master_key_id) as id from customer_keys.keys where wrapped is not null and master_key_id > $1`;

/** At most a hundred; a loose index scan. */
export const masterKeyIdsInUse = async (pool: pg.Pool): Promise<readonly string[]> => {
  const ids: string[] = [];
  while (ids.length < masterKeysMax) {
    const { rows } = await pool.query<{ id: string | null }>(nextId, [ids.at(-1) ?? '']);
    const id = rows[0]?.id;
    if (id === undefined || id === null) break;
    ids.push(id);
  }
  return ids;
};

const page = `
  select customer_id, wrapped from customer_keys.keys
  where wrapped is not null and master_key_id = $1 and customer_id > $2
  order by customer_id limit ${keysPerPage}`;

// A key destroyed meanwhile has no master key and is skipped.
const replace = `
  update customer_keys.keys set wrapped = new.wrapped, master_key_id = $1
  from unnest($3::text[], $4::bytea[]) as new (customer_id, wrapped)
  where keys.customer_id = new.customer_id and keys.master_key_id = $2`;

export const rewrapKeys = async (pool: pg.Pool, masterKeys: MasterKeys, oldId: string): Promise<number> => {
  let after = '';
  let moved = 0;
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const { rows } = await pool.query<{ customer_id: string; wrapped: Buffer }>(page, [oldId, after]);
    const keys = rows.flatMap(({ customer_id: customerId, wrapped }) => {
      const key = masterKeys.unwrap(customerId, { masterKeyId: oldId, wrapped });
      return key === undefined ? [] : [{ customerId, ...masterKeys.wrap(customerId, key) }];
    });
    const customerIds = keys.map(({ customerId }) => customerId);
    const wrapped = keys.map((each) => each.wrapped);
    const { rowCount } = await pool.query(replace, [masterKeys.currentId, oldId, customerIds, wrapped]);
    moved += rowCount ?? 0;
    after = rows.at(-1)?.customer_id ?? after;
    if (rows.length < keysPerPage) break;
  }
  return moved;
};
