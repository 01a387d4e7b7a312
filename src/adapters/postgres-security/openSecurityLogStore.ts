import type pg from 'pg';
import { z } from 'zod';
import {
  type SecurityEntry,
  type SecurityLogStore,
  SecurityLogUnavailable,
  securityActions,
  securityOutcomes,
} from '../../ports/SecurityLog.ts';

const forgottenAtOnceMax = 5_000;

const row = z
  .object({
    id: z.string(),
    at: z.date(),
    actor: z.string().nullable(),
    role: z.string(),
    action: z.enum(securityActions),
    operation: z.string(),
    outcome: z.enum(securityOutcomes),
    reason: z.string().nullable(),
    targets: z.array(z.string()),
    address: z.string(),
    request: z.string(),
  })
  .transform(
    ({ at, actor, reason, request, ...same }): SecurityEntry => ({
      ...same,
      atMs: at.getTime(),
      requestId: request,
      ...(actor === null ? {} : { actorId: actor }),
      ...(reason === null ? {} : { reason }),
    }),
  );

const columns = 'id, at, actor, role, action, operation, outcome, reason, targets, address, request';
const instant = (parameter: string) => `to_timestamp(${parameter}::numeric / 1000)`;

const append = `
  insert into security.entries (${columns})
  select id, ${instant('at')}, actor, role, action, operation, outcome, reason, targets, address, request
  from jsonb_to_recordset($1::jsonb) as entry
    (id uuid, at bigint, actor text, role text, action text, operation text, outcome text, reason text,
     targets text[], address text, request text)
  on conflict (id) do nothing`;

const read = `
  select ${columns} from security.entries
  where ($1::numeric is null or at >= ${instant('$1')})
    and ($2::numeric is null or at < ${instant('$2')})
    and ($3::text is null or actor = $3)
    and ($4::text is null or action = $4)
    and ($5::text is null or outcome = $5)
    and ($6::numeric is null or (at, id) < (${instant('$6')}, $7::uuid))
  order by at desc, id desc limit $8`;

const forget = `
  delete from security.entries where id in (
    (select id from security.entries where at < ${instant('$1')} order by at limit ${forgottenAtOnceMax})
    union all
    (select id from security.entries where actor is null and outcome = 'refused' and at < ${instant('$2')}
     order by at limit ${forgottenAtOnceMax}))`;

export const openSecurityLogStore = (pool: pg.Pool): SecurityLogStore => {
  const query = async (sql: string, params: readonly unknown[]) => {
    try {
      return (await pool.query<Record<string, unknown>>(sql, [...params])).rows;
    } catch (error) {
      throw new SecurityLogUnavailable('Postgres did not answer about the security log', { cause: error });
    }
  };
  return {
    append: async (entries) => {
      const rows = entries.map(({ atMs: at, actorId: actor, requestId: request, ...same }) => ({
        ...same,
        ...{ at, actor, request },
      }));
      await query(append, [JSON.stringify(rows)]);
    },
    read: async ({ fromMs, toMs, actorId, action, outcome }, { limit, after }) => {
      const asked = [fromMs, toMs, actorId, action, outcome, after?.atMs, after?.id].map(
        (value) => value ?? null,
      );
      return (await query(read, [...asked, limit])).map((each) => row.parse(each));
    },
    forget: async ({ beforeMs, strangersBeforeMs }) =>
      void (await query(forget, [beforeMs, strangersBeforeMs])),
  };
};
