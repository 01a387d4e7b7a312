/** What every measurement is given: a folder, the engines that run beside the subjects, and how long to measure. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import pino from 'pino';
import { startEmbeddedPostgres } from '../src/adapters/embedded-postgres/startEmbeddedPostgres.ts';
import type { RunLimits } from './limits.ts';

export interface Bench {
  readonly folder: string;
  readonly limits: RunLimits;
  /** Taken down last first when the run ends or is interrupted. */
  readonly stops: (() => Promise<unknown>)[];
  readonly postgres: PeerPostgres;
  /** Another checkout of the program, to be compared with. */
  readonly before: string | undefined;
  /** That P17 offers. */
  readonly seats: number;
  say(text: string): void;
}

export interface PeerPostgres {
  readonly version: string;
  /** Of the postmaster. */
  readonly pid: number;
  readonly socketDir: string;
  /** Makes an empty database and gives the URL to it. */
  create(database: string): Promise<string>;
  drop(database: string): Promise<void>;
}

export const postmasterPid = (dataDir: string): number =>
  Number(readFileSync(path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);

/** The same server, started in the same way, as the program brings for itself. */
export const openPeerPostgres = async (
  folder: string,
  stops: (() => Promise<unknown>)[],
): Promise<PeerPostgres> => {
  const dataDir = path.join(folder, 'peers');
  const server = await startEmbeddedPostgres({ dataDir, logger: pino({ level: 'silent' }) });
  stops.push(() => server.stop());
  const run = async (sql: string): Promise<pg.QueryResult> => {
    const client = new pg.Client({ connectionString: server.connectionString });
    await client.connect();
    return client.query(sql).finally(() => client.end());
  };
  const { rows } = await run('show server_version');
  return {
    version: String(rows[0]?.server_version),
    pid: postmasterPid(dataDir),
    socketDir: new URL(server.connectionString).searchParams.get('host') ?? '',
    create: async (database) => {
      await run(`create database ${database}`);
      const url = new URL(server.connectionString);
      url.pathname = `/${database}`;
      return url.href;
    },
    drop: async (database) => {
      await run(`drop database if exists ${database} with (force)`);
    },
  };
};
