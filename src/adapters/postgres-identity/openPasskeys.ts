import type pg from 'pg';
import { z } from 'zod';
import { type Passkey, type PasskeyStore, passkeyLimits } from '../../ports/Passkeys.ts';
import { identityQueries } from './identityQueries.ts';

const rowSchema = z
  .object({
    credential_id: z.string(),
    subject: z.string(),
    public_key: z.instanceof(Buffer),
    counter: z.coerce.number().int(),
    transports: z.array(z.string()),
    created_at: z.date(),
    last_used_at: z.date().nullable(),
  })
  .transform(
    ({ credential_id, public_key, created_at, last_used_at, ...row }): Passkey => ({
      ...row,
      credentialId: credential_id,
      publicKey: public_key,
      createdAtMs: created_at.getTime(),
      ...(last_used_at === null ? {} : { lastUsedAtMs: last_used_at.getTime() }),
    }),
  );

const columns = 'credential_id, subject, public_key, counter, transports, created_at, last_used_at';
const instant = (parameter: string) => `to_timestamp(${parameter}::numeric / 1000)`;

const insert = `
  insert into identity.passkeys (credential_id, subject, public_key, counter, transports, created_at)
  select $1, $2, $3, $4, $5::text[], ${instant('$6')}
  where (select count(*) from identity.passkeys where subject = $2) < ${passkeyLimits.perSubjectMax}
  on conflict (credential_id) do nothing returning credential_id`;
const find = `select ${columns} from identity.passkeys where credential_id = $1`;
const use = `
  update identity.passkeys
  set counter = $2, answered_at = ${instant('$3')}, last_used_at = ${instant('$4')}
  where credential_id = $1 and (answered_at is null or answered_at < ${instant('$3')}) returning credential_id`;
const list = `
  select ${columns} from identity.passkeys where subject = $1 order by created_at desc, credential_id`;
const remove = `
  delete from identity.passkeys where credential_id = $1 and subject = $2 returning credential_id`;
const forgetSubject = 'delete from identity.passkeys where subject = $1';

export const openPasskeys = (pool: pg.Pool): PasskeyStore => {
  const query = identityQueries(pool);
  const happened = async (sql: string, params: readonly unknown[]): Promise<boolean> =>
    (await query(sql, params)).length > 0;
  return {
    add: ({ credentialId, subject, publicKey, counter, transports, createdAtMs }) =>
      happened(insert, [
        credentialId,
        subject,
        Buffer.from(publicKey),
        counter,
        [...transports],
        createdAtMs,
      ]),
    find: async (credentialId) => {
      const [row] = await query(find, [credentialId]);
      return row === undefined ? undefined : rowSchema.parse(row);
    },
    use: (credentialId, counter, challengeAtMs, nowMs) =>
      happened(use, [credentialId, counter, challengeAtMs, nowMs]),
    list: async (subject) => (await query(list, [subject])).map((row) => rowSchema.parse(row)),
    remove: (credentialId, subject) => happened(remove, [credentialId, subject]),
    forgetSubject: async (subject) => void (await query(forgetSubject, [subject])),
  };
};
