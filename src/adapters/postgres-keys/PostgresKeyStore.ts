/** Keys are wrapped by a master key, and not cached, so that a destroyed key is gone on every node. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { CustomerErased, type KeyStore, KeyStoreUnavailable } from '../../ports/KeyStore.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { keyBytes, openValue, sealValue } from '../sealedBox.ts';
import { briefKeys } from './briefKeys.ts';
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
  readonly wrapped: Buffer | null;
  readonly master_key_id: string | null;
}

const find = 'select wrapped, master_key_id from customer_keys.keys where customer_id = $1';

// Of concurrent inserts for a customer one succeeds; the others read its row.
const make = `
  insert into customer_keys.keys (customer_id, wrapped, master_key_id) values ($1, $2, $3)
  on conflict (customer_id) do nothing returning wrapped, master_key_id`;

const erase = `
  insert into customer_keys.keys (customer_id, destroyed_at) values ($1, now())
  on conflict (customer_id) do update set wrapped = null, master_key_id = null, destroyed_at = now()
  where keys.wrapped is not null`;

const checkMasterKeys = async (
  pool: pg.Pool,
  masterKeys: MasterKeys,
  logger: AdapterLogger,
): Promise<void> => {
  for (const id of await masterKeyIdsInUse(pool)) {
    if (id === masterKeys.currentId) continue;
    if (!masterKeys.ids.includes(id)) {
      throw new MasterKeyMissing(
        `customers' keys stand under master key ${id}; this node has ${masterKeys.ids.join(', ')}`,
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
    sql: string,
    params: readonly unknown[],
  ): Promise<readonly Row[]> => {
    try {
      return (await pool.query<Row>(sql, [...params])).rows;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new KeyStoreUnavailable(`the key store on Postgres did not answer: ${why}`, { cause: error });
    }
  };

  const run = async (sql: string, params: readonly unknown[]): Promise<KeyRow | undefined> =>
    (await query<KeyRow>(sql, params))[0];

  const keyIn = (customerId: string, { wrapped, master_key_id }: KeyRow): Uint8Array | undefined => {
    if (wrapped === null || master_key_id === null) return undefined;
    const key = masterKeys.unwrap(customerId, { wrapped, masterKeyId: master_key_id });
    if (key !== undefined) return key;
    throw new KeyStoreUnavailable(`a customer's key does not open with master key ${master_key_id} here`);
  };

  const keyToSeal = async (customerId: string): Promise<Uint8Array> => {
    const found = await run(find, [customerId]);
    const fresh = found ?? (await makeKey(customerId));
    const key = keyIn(customerId, fresh);
    if (key === undefined) throw new CustomerErased(`customer ${customerId} was erased`);
    return key;
  };

  const makeKey = async (customerId: string): Promise<KeyRow> => {
    const { wrapped, masterKeyId } = masterKeys.wrap(customerId, randomBytes(keyBytes));
    const made = await run(make, [customerId, wrapped, masterKeyId]);
    const row = made ?? (await run(find, [customerId]));
    if (row === undefined)
      throw new KeyStoreUnavailable('a key that was there is gone: the table was changed');
    return row;
  };

  return {
    seal: async (customerId, value) => ({
      customerId,
      box: sealValue(await keyToSeal(customerId), customerId, value),
    }),
    open: async ({ customerId, box }) => {
      const row = await run(find, [customerId]);
      const key = row === undefined ? undefined : keyIn(customerId, row);
      if (key === undefined) return undefined;
      const value = openValue(key, customerId, box);
      if (value === undefined) {
        logger.warn({ customerId }, 'a sealed value does not open: it was altered, or its key was lost');
      }
      return value;
    },
    standing: async (customerId) => {
      const row = await run(find, [customerId]);
      if (row === undefined) return 'none';
      return row.wrapped === null ? 'destroyed' : 'kept';
    },
    destroy: async (customerId) => {
      await run(erase, [customerId]);
    },
    ...briefKeys(query, masterKeys),
  };
};
