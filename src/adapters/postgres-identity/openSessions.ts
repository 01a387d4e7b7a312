import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { z } from 'zod';
import { type Session, type SessionStore, sessionLimits } from '../../ports/Sessions.ts';
import { identityQueries } from './identityQueries.ts';

const saltBytes = 16;

const rowSchema = z
  .object({
    id: z.string(),
    subject: z.string(),
    salt: z.instanceof(Buffer),
    generation: z.int(),
    started_at: z.date(),
    rotated_at: z.date(),
    expires_at: z.date(),
  })
  .transform(
    ({ started_at, rotated_at, expires_at, ...row }): Session => ({
      ...row,
      startedAtMs: started_at.getTime(),
      rotatedAtMs: rotated_at.getTime(),
      expiresAtMs: expires_at.getTime(),
    }),
  );

const columns = 'id, subject, salt, generation, started_at, rotated_at, expires_at';
const instant = (parameter: string) => `to_timestamp(${parameter}::numeric / 1000)`;
const isOpen = (now: string) =>
  `ended_at is null and expires_at > ${instant(now)}
   and rotated_at > ${instant(now)} - interval '${sessionLimits.idleMsMax} milliseconds'`;

const insert = `
  insert into identity.sessions (id, subject, salt, started_at, rotated_at, expires_at)
  values ($1, $2, $3, ${instant('$4')}, ${instant('$4')}, ${instant('$5')}) on conflict (id) do nothing`;
const findAny = `select ${columns} from identity.sessions where id = $1`;
const find = `${findAny} and ${isOpen('$2')}`;
const rotate = `
  update identity.sessions set generation = generation + 1, rotated_at = ${instant('$3')}
  where id = $1 and generation = $2 and ${isOpen('$3')} returning ${columns}`;
const list = `
  select ${columns} from identity.sessions where subject = $1 and ${isOpen('$2')}
  order by rotated_at desc, id limit ${sessionLimits.perSubjectMax}`;
const end = `
  update identity.sessions set ended_at = ${instant('$3')}
  where id = $1 and subject = $2 and ${isOpen('$3')} returning id`;
const endSurplus = `
  update identity.sessions set ended_at = ${instant('$2')} where id in (
    select id from identity.sessions where subject = $1 and ${isOpen('$2')}
    order by rotated_at desc, id offset ${sessionLimits.perSubjectMax})`;
const forgetSubject = 'delete from identity.sessions where subject = $1';
const forget = `
  delete from identity.sessions where id in (
    select id from identity.sessions where least(ended_at, expires_at) < ${instant('$1')}
    limit ${sessionLimits.forgottenAtOnceMax})`;

export const openSessions = (pool: pg.Pool): SessionStore => {
  const query = identityQueries(pool);
  const one = async (sql: string, params: readonly unknown[]): Promise<Session | undefined> => {
    const [row] = await query(sql, params);
    return row === undefined ? undefined : rowSchema.parse(row);
  };
  return {
    start: async ({ id, subject, startedAtMs, expiresAtMs }) => {
      await query(insert, [id, subject, randomBytes(saltBytes), startedAtMs, expiresAtMs]);
      await query(endSurplus, [subject, startedAtMs]);
      const made = await one(findAny, [id]);
      if (made === undefined) throw new Error(`session ${id} is gone while it was being made`);
      return made;
    },
    find: (id, nowMs) => one(find, [id, nowMs]),
    rotate: (id, generation, nowMs) => one(rotate, [id, generation, nowMs]),
    list: async (subject, nowMs) => (await query(list, [subject, nowMs])).map((row) => rowSchema.parse(row)),
    end: async (id, subject, nowMs) => (await query(end, [id, subject, nowMs])).length > 0,
    forgetSubject: async (subject) => void (await query(forgetSubject, [subject])),
    forget: async (beforeMs) => void (await query(forget, [beforeMs])),
  };
};
