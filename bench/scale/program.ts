/** The program on the log of the run, as `npm start` runs it, and a way to its database. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import pino from 'pino';
import { startEmbeddedPostgres } from '../../src/adapters/embedded-postgres/startEmbeddedPostgres.ts';
import { type ChildServer, startChildServer } from '../childServer.ts';
import { marqueeEnvironment } from '../marqueeEnvironment.ts';
import { processorSecondsOf, processorSecondsOfFamily } from '../processorTime.ts';
import { startFlags } from '../startFlags.ts';

export interface ScaleBench {
  readonly dataDir: string;
  /** The program logs here. */
  readonly folder: string;
  /** Where each run of the program leaves a profile of its processor time; undefined for none. */
  readonly profileFolder: string | undefined;
  readonly stops: (() => Promise<unknown>)[];
  say(text: string): void;
}

export interface Program extends ChildServer {
  /** Of an admin. */
  readonly token: string;
  get(path: string): Promise<Response>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

const root = path.resolve(import.meta.dirname, '../..');

const tokenFor = async (dataDir: string): Promise<string> => {
  const args = [path.join(root, 'src/cli/token.ts'), '--role', 'admin', '--data-dir', dataDir];
  const env = { ...process.env, ...marqueeEnvironment };
  return (await promisify(execFile)(process.execPath, args, { cwd: root, env })).stdout.trim();
};

/** @param readyPath what answers once it is up; by default it is ready when its read models are */
export const startProgram = async (
  { dataDir, folder, profileFolder, stops }: ScaleBench,
  {
    readyPath = '/health/ready',
    env = {},
  }: { readonly readyPath?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Program> => {
  const server = await startChildServer(
    {
      script: 'src/main.ts',
      args: ['--host', '127.0.0.1', '--data-dir', dataDir],
      nodeArgs: [
        ...startFlags(),
        ...(profileFolder === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', profileFolder]),
      ],
      env: { ...marqueeEnvironment, ...env },
      logFile: path.join(folder, 'marquee.log'),
      readyPath,
    },
    stops,
  );
  const token = await tokenFor(dataDir);
  const authorization = `Bearer ${token}`;
  return {
    ...server,
    token,
    get: (at) => fetch(server.address + at, { headers: { authorization } }),
    post: (at, body, headers = {}) =>
      fetch(server.address + at, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  };
};

export type Query = (sql: string) => Promise<readonly Record<string, unknown>[]>;

/** The program's own Postgres, joined, or started where the program does not run. */
export const withDatabase = async <Result>(
  { dataDir }: Pick<ScaleBench, 'dataDir'>,
  work: (query: Query, url: string) => Promise<Result>,
): Promise<Result> => {
  const server = await startEmbeddedPostgres({ dataDir, logger: pino({ level: 'silent' }) });
  const client = new pg.Client({ connectionString: server.connectionString });
  try {
    await client.connect();
    return await work(async (sql) => (await client.query(sql)).rows, server.connectionString);
  } finally {
    await client.end();
    await server.stop();
  }
};

/** Of the program and of its Postgres, in seconds. */
export const processorTime = ({ dataDir }: Pick<ScaleBench, 'dataDir'>, program: Pick<Program, 'pid'>) => {
  const pidFile = path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  const postmaster = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  return {
    program: processorSecondsOf(program.pid) ?? Number.NaN,
    postgres: processorSecondsOfFamily(postmaster) ?? Number.NaN,
  };
};

/** Bytes that /proc tells of a process, such as VmRSS and VmHWM. */
export const memoryOf = (pid: number, field: 'VmRSS' | 'VmHWM'): number => {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8')
    .split('\n')
    .find((each) => each.startsWith(field));
  return Number(line?.split(/\s+/)[1]) * 1_024;
};
