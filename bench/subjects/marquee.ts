/** The program as `npm start` runs it, or another checkout of it. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { loadSecrets } from '../../src/adapters/keys/loadSecrets.ts';
import { type Bench, postmasterPid } from '../Bench.ts';
import { type ChildServer, startChildServer } from '../childServer.ts';
import { openDatabase } from '../database.ts';
import type { Callers } from '../load/job.ts';
import { limitedEnvironment, marqueeEnvironment } from '../marqueeEnvironment.ts';
import { heldInLog } from '../marqueeLog.ts';
import { processorSecondsOf, processorSecondsOfFamily } from '../processorTime.ts';
import { buildStage, type StageSize } from '../stage.ts';
import { startFlags } from '../startFlags.ts';
import type { OwnName, Subject, SubjectOptions } from './Subject.ts';

const root = path.resolve(import.meta.dirname, '../..');
let started = 0;

export interface MarqueeNode {
  readonly server: ChildServer;
  readonly dataDir: string;
  readonly adminToken: string;
}

export interface NodeOptions extends Pick<SubjectOptions, 'nodeArgs' | 'env'> {
  readonly checkout?: string;
  /** An earlier one's, to start that program again. */
  readonly dataDir?: string;
}

export const startNode = async (bench: Bench, options: NodeOptions = {}): Promise<MarqueeNode> => {
  started += 1;
  const { checkout = root, dataDir = path.join(bench.folder, `marquee-${started}`), nodeArgs = [] } = options;
  const env = { ...marqueeEnvironment, ...options.env };
  const server = await startChildServer(
    {
      script: path.join(checkout, 'src/main.ts'),
      args: ['--host', '127.0.0.1', '--data-dir', dataDir],
      nodeArgs: [...startFlags(checkout), ...nodeArgs],
      env,
      logFile: path.join(bench.folder, 'marquee.log'),
    },
    bench.stops,
  );
  const args = [path.join(checkout, 'src/cli/token.ts'), '--role', 'admin', '--data-dir', dataDir];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: checkout,
    env: { ...process.env, ...env },
  });
  return { server, dataDir, adminToken: stdout.trim() };
};

/** Settings for a program whose log and read models are in a database of the bench. */
export const onDatabase = (url: string) => ({ EVENT_LOG: 'postgres', DATABASE_URL: url });

const checkoutOf = (bench: Bench, name: OwnName): string => {
  const checkout = name === 'B' ? bench.before : root;
  if (checkout === undefined) throw new Error('--before names no checkout');
  return checkout;
};

/** So many that the budgets of none are used up within a run. */
const callersCount = 100_000;

const callersOf = async (dataDir: string): Promise<Callers> => {
  const { guestSession } = await loadSecrets(path.join(dataDir, 'keys'));
  return { count: callersCount, sessionKey: Buffer.from(guestSession).toString('base64') };
};

export const startMarquee = async (
  bench: Bench,
  name: OwnName,
  size: StageSize,
  { profile = 'loopback', databaseUrl, env, nodeArgs = [] }: Omit<SubjectOptions, 'size'>,
): Promise<Subject> => {
  const far = profile === 'plus1ms' ? await openDatabase(bench) : undefined;
  const url = databaseUrl ?? (await far?.delayed());
  const { server, dataDir, adminToken } = await startNode(bench, {
    checkout: checkoutOf(bench, name),
    env: {
      ...(url === undefined ? {} : onDatabase(url)),
      ...(name === 'ML' ? limitedEnvironment : {}),
      ...env,
    },
    nodeArgs,
  });
  const stage = await buildStage(server.address, adminToken, size);
  const postmaster = url === undefined ? postmasterPid(dataDir) : bench.postgres.pid;
  return {
    name,
    server,
    stage,
    ...(name === 'ML' ? { callers: await callersOf(dataDir) } : {}),
    serverSeconds: () => processorSecondsOf(server.pid),
    databaseSeconds: () => processorSecondsOfFamily(postmaster),
    held: () => heldInLog(server.address, adminToken),
    stop: async () => {
      await server.stop();
      await far?.close();
    },
  };
};
