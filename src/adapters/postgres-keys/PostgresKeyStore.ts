/** Keys are wrapped by a master key, and not cached, so that a destroyed key is gone on every node. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import {
  CustomerErased,
  type KeyStore,
  KeyStoreUnavailable,
  sharedByPrograms,
} from '../../ports/KeyStore.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { joinCalls } from '../joinCalls.ts';
import { keyBytes, openValue, sealValue } from '../sealedBox.ts';
import { briefKeys, type Statement } from './briefKeys.ts';
import { type MasterKeys, masterKeysOf } from './masterKeys.ts';
import { masterKeyIdsInUse, rewrapKeys } from './rewrapKeys.ts';

export interface PostgresKeyStoreOptions {
  readonly database: {
    ready(migrations: { readonly schema: string; readonly folder: URL }): Promise<pg.Pool>;
  };
  /** 256 bits, the same on every node. */
  readonly masterKey: Uint8Array;
  readonly olderMasterKeys?: readonly Uint8Array[];
  readonly logger: AdapterLogger;
}

export class MasterKeyMissing extends Error {
  override readonly name = 'MasterKeyMissing';
}

interface KeyRow {
  readonly customer_id: string;
  readonly wrapped: Buffer | null;
  readonly master_key_id: string | null;
}

/** Customers whose keys one statement reads or makes. */
const joinedMax = 100;

const find = {
  name: 'find',
  text: 'select customer_id, wrapped, master_key_id from customer_keys.keys where customer_id = any ($1)',
};

// Of concurrent inserts for a customer one succeeds; the others find nothing here and read its row. In one order, so
// that two statements never wait for each other. `offset 0` makes Postgres look each up by its index: as a join it is planned once,
// for the table as small as it is then.
const findOrMake = {
  name: 'find-or-make',
  text: `
  with asked as (select * from unnest($1::text[], $2::bytea[]) as asked (customer_id, wrapped)),
  found as (
    select known.* from asked, lateral (
      select keys.customer_id, keys.wrapped, keys.master_key_id from customer_keys.keys
      where keys.customer_id = asked.customer_id offset 0) known),
  made as (
    insert into customer_keys.keys (customer_id, wrapped, master_key_id)
    select customer_id, wrapped, $3 from asked
    where not exists (select from found where found.customer_id = asked.customer_id)
    order by customer_id
    on conflict (customer_id) do nothing returning customer_id, wrapped, master_key_id)
  select * from found union all select * from made`,
};

const erase = {
  name: 'erase',
  text: `
  insert into customer_keys.keys (customer_id, destroyed_at) values ($1, now())
  on conflict (customer_id) do update set wrapped = null, master_key_id = null, destroyed_at = now()
  where keys.wrapped is not null`,
};

const checkMasterKeys = async (
  pool: pg.Pool,
  masterKeys: MasterKeys,
  logger: AdapterLogger,
): Promise<void> => {
  for (const id of await masterKeyIdsInUse(pool)) {
    if (id === masterKeys.currentId) continue;
    if (!masterKeys.ids.includes(id)) {
      throw new MasterKeyMissing(
        `customers' keys stand under master key ${id}, but this program has ${masterKeys.ids.join(', ')}: ${sharedByPrograms}`,
      );
    }
    const keys = await rewrapKeys(pool, masterKeys, id);
    logger.info(
      { from: id, to: masterKeys.currentId, keys },
      'moved customers’ keys under the current master key',
    );
  }
};

/** Rewraps keys of older master keys. Rejects with the driver's error or {@link MasterKeyMissing}. */
export const openPostgresKeyStore = async (options: PostgresKeyStoreOptions): Promise<KeyStore> => {
  const { database, logger } = options;
  const masterKeys = masterKeysOf(options.masterKey, options.olderMasterKeys);
  const folder = new URL('./migrations/', import.meta.url);
  const pool = await database.ready({ schema: 'customer_keys', folder });
  await checkMasterKeys(pool, masterKeys, logger);

  const query = async <Row extends pg.QueryResultRow>(
    { name, text }: Statement,
    params: readonly unknown[],
  ): Promise<readonly Row[]> => {
    try {
      return (await pool.query<Row>({ name: `customer-keys-${name}`, text, values: [...params] })).rows;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new KeyStoreUnavailable(`the key store on Postgres did not answer: ${why}`, { cause: error });
    }
  };

  const rowsBy = async (
    statement: Statement,
    params: readonly unknown[],
  ): Promise<ReadonlyMap<string, KeyRow>> =>
    new Map((await query<KeyRow>(statement, params)).map((row) => [row.customer_id, row]));

  const rowOf = joinCalls<string, KeyRow | undefined>(async (customerIds) => {
    const rows = await rowsBy(find, [customerIds]);
    return customerIds.map((id) => rows.get(id));
  }, joinedMax);

  const rowMade = joinCalls<string, KeyRow | undefined>(async (customerIds) => {
    const ids = [...new Set(customerIds)];
    const fresh = ids.map((id) => masterKeys.wrap(id, randomBytes(keyBytes)).wrapped);
    const rows = await rowsBy(findOrMake, [ids, fresh, masterKeys.currentId]);
    return customerIds.map((id) => rows.get(id));
  }, joinedMax);

  const keyIn = (customerId: string, { wrapped, master_key_id }: KeyRow): Uint8Array | undefined => {
    if (wrapped === null || master_key_id === null) return undefined;
    const key = masterKeys.unwrap(customerId, { wrapped, masterKeyId: master_key_id });
    if (key !== undefined) return key;
    throw new KeyStoreUnavailable(`a customer's key does not open with master key ${master_key_id} here`);
  };

  const keyToSeal = async (customerId: string): Promise<Uint8Array> => {
    const row = (await rowMade(customerId)) ?? (await rowOf(customerId));
    if (row === undefined)
      throw new KeyStoreUnavailable('a key that was there is gone: the table was changed');
    const key = keyIn(customerId, row);
    if (key === undefined) throw new CustomerErased(`customer ${customerId} was erased`);
    return key;
  };

  return {
    seal: async (customerId, value) => ({
      customerId,
      box: sealValue(await keyToSeal(customerId), customerId, value),
    }),
    open: async ({ customerId, box }) => {
      const row = await rowOf(customerId);
      const key = row === undefined ? undefined : keyIn(customerId, row);
      if (key === undefined) return undefined;
      const value = openValue(key, customerId, box);
      if (value === undefined) {
        logger.warn({ customerId }, 'a sealed value does not open: it was altered, or its key was lost');
      }
      return value;
    },
    standing: async (customerId) => {
      const row = await rowOf(customerId);
      if (row === undefined) return 'none';
      return row.wrapped === null ? 'destroyed' : 'kept';
    },
    destroy: async (customerId) => {
      await query(erase, [customerId]);
    },
    ...briefKeys(query, masterKeys),
  };
};
