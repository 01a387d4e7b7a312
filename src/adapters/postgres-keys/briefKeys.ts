import { randomBytes, randomUUID } from 'node:crypto';
import { type KeyStore, keyStoreLimits, type Sealed } from '../../ports/KeyStore.ts';
import { joinCalls } from '../joinCalls.ts';
import { keyBytes, openValue, sealValue } from '../sealedBox.ts';
import type { MasterKeys, WrappedKey } from './masterKeys.ts';

/** Planned once for each connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Keys that one statement makes or removes. */
const joinedMax = 100;

const make = {
  name: 'make-brief',
  text: `
  insert into customer_keys.brief_keys (key_id, wrapped, master_key_id)
  select key_id, wrapped, $3 from unnest($1::text[], $2::bytea[]) as made (key_id, wrapped)
  on conflict (key_id) do nothing`,
};

const find = {
  name: 'find-brief',
  text: `
  select wrapped, master_key_id from customer_keys.brief_keys
  where key_id = $1 and made_at > now() - make_interval(secs => ${keyStoreLimits.briefKeyMs / 1_000})`,
};

const remove = {
  name: 'remove-brief',
  text: 'delete from customer_keys.brief_keys where key_id = any ($1)',
};

const removeOld = {
  name: 'remove-old-brief',
  text: `
  delete from customer_keys.brief_keys where key_id in (
    select key_id from customer_keys.brief_keys
    where made_at <= now() - make_interval(secs => ${keyStoreLimits.briefKeyMs / 1_000})
    order by made_at limit $1 for update skip locked)
  returning key_id`,
};

type Rows = readonly { readonly [column: string]: unknown }[];

interface MadeKey {
  readonly keyId: string;
  readonly wrapped: Uint8Array;
}

export const briefKeys = (
  query: (statement: Statement, params: readonly unknown[]) => Promise<Rows>,
  masterKeys: MasterKeys,
): Pick<KeyStore, 'sealBriefly' | 'openBrief' | 'destroyBrief' | 'destroyOldBrief'> => {
  const keep = joinCalls<MadeKey, void>(async (made) => {
    const [ids, wrapped] = [made.map(({ keyId }) => keyId), made.map((each) => each.wrapped)];
    await query(make, [ids, wrapped, masterKeys.currentId]);
    return [];
  }, joinedMax);
  const destroy = joinCalls<string, void>(async (keyIds) => {
    await query(remove, [keyIds]);
    return [];
  }, joinedMax);

  return {
    sealBriefly: async (value): Promise<Sealed> => {
      const keyId = `brief-${randomUUID()}`;
      const key = randomBytes(keyBytes);
      await keep({ keyId, wrapped: masterKeys.wrap(keyId, key).wrapped });
      return { customerId: keyId, box: sealValue(key, keyId, value) };
    },
    openBrief: async ({ customerId: keyId, box }) => {
      const [row] = await query(find, [keyId]);
      if (row === undefined) return undefined;
      const stored: WrappedKey = { wrapped: row.wrapped as Buffer, masterKeyId: String(row.master_key_id) };
      const key = masterKeys.unwrap(keyId, stored);
      return key === undefined ? undefined : openValue(key, keyId, box);
    },
    destroyBrief: ({ customerId: keyId }) => destroy(keyId),
    destroyOldBrief: async () => (await query(removeOld, [keyStoreLimits.briefKeysPerPass])).length,
  };
};
