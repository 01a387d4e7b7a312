import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';

export interface Migrations {
  readonly schema: string;
  /** `0001-what-it-does.sql`, each applied once, in order of names. */
  readonly folder: URL;
}

export interface MigrateOptions {
  readonly lockTimeoutMs?: number;
}

/** The database does not result from this release's files; the message names the file. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
}

const schemaPattern = /^[a-z][a-z0-9_]{0,62}$/;
const filePattern = /^\d{4}-[a-z0-9-]+\.sql$/;

interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

const readFiles = async (folder: URL): Promise<readonly MigrationFile[]> => {
  const names = (await readdir(folder)).filter((name) => filePattern.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, `${folder.href.replace(/\/*$/, '')}/`), 'utf8');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
};

const applyPending = async (client: pg.ClientBase, schema: string, files: readonly MigrationFile[]) => {
  await client.query(`create schema if not exists ${schema}`);
  await client.query(
    `create table if not exists ${schema}.migrations (
       name text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
  );
  const ledger = await client.query<{ name: string; sha256: string }>(
    `select name, sha256 from ${schema}.migrations order by name`,
  );
  const applied: string[] = [];
  const known = new Map(ledger.rows.map((row) => [row.name, row.sha256]));
  for (const { name, sql, sha256 } of files) {
    const before = known.get(name);
    if (before === sha256) continue;
    if (before !== undefined) {
      throw new MigrationRefused(`${schema}: ${name} was changed after it had been applied`);
    }
    await client.query(sql);
    await client.query(`insert into ${schema}.migrations (name, sha256) values ($1, $2)`, [name, sha256]);
    applied.push(name);
  }
  return applied;
};

/**
 * Applies missing files in one transaction and returns their names; concurrent calls wait. Files of a newer release
 * may have been applied, so that an old node can run beside a new one. Throws {@link MigrationRefused}, driver errors.
 */
export const migrate = async (
  pool: pg.Pool,
  { schema, folder }: Migrations,
  { lockTimeoutMs = 60_000 }: MigrateOptions = {},
): Promise<readonly string[]> => {
  if (!schemaPattern.test(schema)) throw new MigrationRefused(`"${schema}" cannot be a schema's name`);
  const files = await readFiles(folder);
  const client = await pool.connect();
  try {
    await client.query('begin isolation level read committed');
    await client.query(`set local lock_timeout = ${Math.trunc(lockTimeoutMs)}`);
    await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${schema}.migrations`]);
    const applied = await applyPending(client, schema, files);
    await client.query('commit');
    client.release();
    return applied;
  } catch (error) {
    client.release(true);
    throw error;
  }
};
