import { randomBytes, randomUUID } from 'node:crypto';
import { type KeyStore, keyStoreLimits, type Sealed } from '../../ports/KeyStore.ts';
import { keyBytes, openValue, sealValue } from '../sealedBox.ts';
import type { MasterKeys, WrappedKey } from './masterKeys.ts';

const make = 'insert into customer_keys.brief_keys (key_id, wrapped, master_key_id) values ($1, $2, $3)';

const find = `
  select wrapped, master_key_id from customer_keys.brief_keys
  where key_id = $1 and made_at > now() - make_interval(secs => ${keyStoreLimits.briefKeyMs / 1_000})`;

const remove = 'delete from customer_keys.brief_keys where key_id = $1';

const removeOld = `
  delete from customer_keys.brief_keys where key_id in (
    select key_id from customer_keys.brief_keys
    where made_at <= now() - make_interval(secs => ${keyStoreLimits.briefKeyMs / 1_000})
    order by made_at limit $1 for update skip locked)
  returning key_id`;

type Rows = readonly { readonly [column: string]: unknown }[];

export const briefKeys = (
  query: (sql: string, params: readonly unknown[]) => Promise<Rows>,
  masterKeys: MasterKeys,
): Pick<KeyStore, 'sealBriefly' | 'openBrief' | 'destroyBrief' | 'destroyOldBrief'> => ({
  sealBriefly: async (value): Promise<Sealed> => {
    const keyId = `brief-${randomUUID()}`;
    const key = randomBytes(keyBytes);
    const { wrapped, masterKeyId } = masterKeys.wrap(keyId, key);
    await query(make, [keyId, wrapped, masterKeyId]);
    return { customerId: keyId, box: sealValue(key, keyId, value) };
  },
  openBrief: async ({ customerId: keyId, box }) => {
    const [row] = await query(find, [keyId]);
    if (row === undefined) return undefined;
    const stored: WrappedKey = { wrapped: row.wrapped as Buffer, masterKeyId: String(row.master_key_id) };
    const key = masterKeys.unwrap(keyId, stored);
    return key === undefined ? undefined : openValue(key, keyId, box);
  },
  destroyBrief: async ({ customerId: keyId }) => {
    await query(remove, [keyId]);
  },
  destroyOldBrief: async () => (await query(removeOld, [keyStoreLimits.briefKeysPerPass])).length,
});
