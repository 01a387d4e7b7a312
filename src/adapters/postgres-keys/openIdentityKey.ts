import { sharedByPrograms } from '../../ports/KeyStore.ts';
import { type MasterKeys, masterKeysOf } from './masterKeys.ts';
import { MasterKeyMissing, type PostgresKeyStoreOptions } from './PostgresKeyStore.ts';
import { masterKeyIdsInUse } from './rewrapKeys.ts';

/** What one secret, today's or an earlier one, derives. */
export interface SecretParts {
  readonly masterKey: Uint8Array;
  readonly identityKey: Uint8Array;
}

export interface IdentityKeyOptions extends Pick<PostgresKeyStoreOptions, 'database'> {
  readonly current: SecretParts;
  /** Of secrets that were current before, the latest first. */
  readonly older: readonly SecretParts[];
}

const name = 'identity';
const find = 'select wrapped, master_key_id from customer_keys.shared_keys where name = $1';
const make = `
  insert into customer_keys.shared_keys (name, wrapped, master_key_id) values ($1, $2, $3)
  on conflict (name) do nothing`;
const rewrap = `
  update customer_keys.shared_keys set wrapped = $2, master_key_id = $3 where name = $1 and master_key_id = $4`;

/**
 * The key under which people are named in events. It is made once per key store, from the secret that was current then,
 * and stays the same when the secret changes; it is stored under the current master key. To be called before the
 * customers' keys are moved under a new master key: where they stand tells which secret was current last. Throws the
 * driver's errors, and {@link MasterKeyMissing}.
 */
export const openIdentityKey = async (options: IdentityKeyOptions): Promise<Uint8Array> => {
  const { database, current, older } = options;
  const masterKeys = masterKeysOf(
    current.masterKey,
    older.map(({ masterKey }) => masterKey),
  );
  const pool = await database.ready({
    schema: 'customer_keys',
    folder: new URL('./migrations/', import.meta.url),
  });
  const stored = async () =>
    (await pool.query<{ wrapped: Buffer; master_key_id: string }>(find, [name])).rows[0];
  const first = await stored();
  if (first === undefined) {
    const key = lastUsed([current, ...older], masterKeys, await masterKeyIdsInUse(pool));
    const { wrapped, masterKeyId } = masterKeys.wrap(name, key);
    await pool.query(make, [name, wrapped, masterKeyId]);
  }
  const row = first ?? (await stored());
  const masterKeyId = row?.master_key_id ?? 'none';
  const key = row === undefined ? undefined : masterKeys.unwrap(name, { wrapped: row.wrapped, masterKeyId });
  if (key === undefined) {
    throw new MasterKeyMissing(
      `the identity key stands under master key ${masterKeyId}, but this program has ${masterKeys.ids.join(', ')}: ${sharedByPrograms}`,
    );
  }
  if (masterKeyId !== masterKeys.currentId) {
    const again = masterKeys.wrap(name, key);
    await pool.query(rewrap, [name, again.wrapped, again.masterKeyId, masterKeyId]);
  }
  return key;
};

const lastUsed = (
  secrets: readonly [SecretParts, ...SecretParts[]],
  { ids }: MasterKeys,
  idsInUse: readonly string[],
): Uint8Array => {
  const inUse = secrets.find((_, index) => idsInUse.includes(ids[index] ?? ''));
  return (inUse ?? secrets[0]).identityKey;
};
