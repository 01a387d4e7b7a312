import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';

export interface Migrations {
  /** Schema that the files fill; made if it is missing. What has been applied is kept in its table `migrations`. */
  readonly schema: string;
  /** Folder of `0001-what-it-does.sql` files, each applied once, in order of their names. */
  readonly folder: URL;
}

export interface MigrateOptions {
  /** How long another process may take over its migrations before this one gives up. */
  readonly lockTimeoutMs?: number;
}

/** The database is not what the files of this release lead to; the message says which file. */
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
 * Applies what is missing, in one transaction: all of it or nothing. Any number of processes may call it at once;
 * they take turns. Answers the names of the files that this call applied. A ledger that knows more files than the
 * folder is that of a newer release and is left alone, so that an old node can run beside a new one.
 * Throws {@link MigrationRefused} and errors of the driver.
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
    // Closing the connection rolls back, whatever state it is in.
    client.release(true);
    throw error;
  }
};
