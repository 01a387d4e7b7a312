import type { PostgresKeyStoreOptions } from './PostgresKeyStore.ts';

/** A UUID, made with the key store. Throws the driver's errors. */
export const readKeyStoreId = async ({
  database,
}: Pick<PostgresKeyStoreOptions, 'database'>): Promise<string> => {
  const folder = new URL('./migrations/', import.meta.url);
  const pool = await database.ready({ schema: 'customer_keys', folder });
  const { rows } = await pool.query<{ id: string }>('select id from customer_keys.key_store');
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('customer_keys.key_store has lost its row');
  return id;
};
