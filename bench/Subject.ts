/** What is measured: a server that sells seats, ready to sell, with a way to see who has them. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Bench, postmasterPid } from './Bench.ts';
import { type ChildServer, startChildServer } from './childServer.ts';
import { benchLimits } from './limits.ts';
import { marqueeEnvironment } from './marqueeEnvironment.ts';
import { heldInLog } from './marqueeLog.ts';
import type { HeldSeat } from './peers/Peer.ts';
import { type PeerName, peers } from './peers/peers.ts';
import { processorSecondsOf, processorSecondsOfFamily } from './processorTime.ts';
import { buildStage, type Stage, type StageSize, seatIdsOf } from './stage.ts';

/** `M` is the program, `B` another checkout of it (`--before`), `M0` its route over no log, `F0` a bare Fastify route. */
export type SubjectName = 'M' | 'B' | 'M0' | 'F0' | PeerName;
export type Profile = 'loopback' | 'plus1ms';

export interface Subject {
  readonly name: SubjectName;
  readonly server: ChildServer;
  readonly stage: Stage;
  serverSeconds(): number | undefined;
  /** Of its Postgres; undefined where it has none. */
  databaseSeconds(): number | undefined;
  held(): Promise<readonly HeldSeat[]>;
  stop(): Promise<void>;
}

const root = path.resolve(import.meta.dirname, '..');
let started = 0;

/** A way to the peers' Postgres that answers a millisecond later. */
const delayed = async (bench: Bench, url: string): Promise<{ url: string; proxy: ChildServer }> => {
  const socket = path.join(bench.postgres.socketDir, '.s.PGSQL.5432');
  const proxy = await startChildServer(
    {
      script: 'bench/delayProxy.ts',
      args: ['--socket', socket],
      logFile: path.join(bench.folder, 'proxy.log'),
      speaksHttp: false,
    },
    bench.stops,
  );
  const near = new URL(url);
  near.searchParams.delete('host');
  near.hostname = '127.0.0.1';
  near.port = String(proxy.port);
  return { url: near.href, proxy };
};

const openDatabase = async (bench: Bench, profile: Profile) => {
  started += 1;
  const database = `bench_${started}`;
  const direct = await bench.postgres.create(database);
  const { url, proxy } =
    profile === 'plus1ms' ? await delayed(bench, direct) : { url: direct, proxy: undefined };
  const close = async (): Promise<void> => {
    await proxy?.stop();
    await bench.postgres.drop(database);
  };
  return { url, close };
};

const sizeOf = (size: Partial<StageSize>): StageSize => ({
  showtimes: benchLimits.hotShowtimes,
  seats: benchLimits.hallSeats,
  halls: 1,
  ...size,
});

const commandOf = (name: Exclude<SubjectName, 'M' | 'B'>, url: string) => {
  if (name === 'M0') return { script: 'bench/own/ownRoute.ts' };
  const args = ['--peer', name, '--url', url, '--connections', String(benchLimits.peerConnections)];
  return { script: 'bench/peers/server.ts', args };
};

const startPeer = async (
  bench: Bench,
  name: Exclude<SubjectName, 'M' | 'B'>,
  size: StageSize,
  profile: Profile,
): Promise<Subject> => {
  const kind = name === 'F0' || name === 'M0' ? undefined : peers[name].engine;
  const database = kind === 'postgres' ? await openDatabase(bench, profile) : undefined;
  const redis = kind === 'redis' ? await startRedis(bench) : undefined;
  const url = database?.url ?? redis?.url ?? '';
  const server = await startChildServer(
    { ...commandOf(name, url), logFile: path.join(bench.folder, `${name}.log`) },
    bench.stops,
  );
  const stage: Stage = {
    showtimeIds: Array.from({ length: size.showtimes }, () => randomUUID()),
    seatIds: seatIdsOf(size.seats),
  };
  const prepared = await fetch(`${server.address}/prepare`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(stage),
  });
  if (!prepared.ok) throw new Error(`${name} could not be prepared: ${await prepared.text()}`);
  return {
    name,
    server,
    stage,
    serverSeconds: () => processorSecondsOf(server.pid),
    databaseSeconds: () =>
      database === undefined ? undefined : processorSecondsOfFamily(bench.postgres.pid),
    held: async () => (await (await fetch(`${server.address}/held`)).json()) as HeldSeat[],
    stop: async () => {
      await server.stop();
      await database?.close();
      await redis?.stop();
    },
  };
};

const startRedis = async (bench: Bench): Promise<{ url: string; stop(): Promise<void> }> => {
  const server = await startChildServer(
    {
      program: 'redis-server',
      args: ['--save', '', '--appendonly', 'no', '--bind', '127.0.0.1'],
      logFile: path.join(bench.folder, 'redis.log'),
      speaksHttp: false,
    },
    bench.stops,
  );
  return { url: `redis://127.0.0.1:${server.port}`, stop: server.stop };
};

const adminToken = async (checkout: string, dataDir: string): Promise<string> => {
  const args = [path.join(checkout, 'src/cli/token.ts'), '--role', 'admin', '--data-dir', dataDir];
  const env = { ...process.env, ...marqueeEnvironment };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: checkout, env });
  return stdout.trim();
};

/** As `npm start` runs it; with a network to its Postgres, on the peers' server. */
const startMarquee = async (
  bench: Bench,
  name: 'M' | 'B',
  size: StageSize,
  profile: Profile,
): Promise<Subject> => {
  const checkout = name === 'M' ? root : bench.before;
  if (checkout === undefined) throw new Error('--before names no checkout');
  started += 1;
  const dataDir = path.join(bench.folder, `marquee-${started}`);
  const database = profile === 'plus1ms' ? await openDatabase(bench, profile) : undefined;
  const engines = database === undefined ? {} : { EVENT_LOG: 'postgres', DATABASE_URL: database.url };
  const server = await startChildServer(
    {
      script: path.join(checkout, 'src/main.ts'),
      args: ['--host', '127.0.0.1', '--data-dir', dataDir],
      env: { ...marqueeEnvironment, ...engines },
      logFile: path.join(bench.folder, 'marquee.log'),
    },
    bench.stops,
  );
  const token = await adminToken(checkout, dataDir);
  const stage = await buildStage(server.address, token, size);
  const postmaster = database === undefined ? postmasterPid(dataDir) : bench.postgres.pid;
  return {
    name,
    server,
    stage,
    serverSeconds: () => processorSecondsOf(server.pid),
    databaseSeconds: () => processorSecondsOfFamily(postmaster),
    held: () => heldInLog(server.address, token),
    stop: async () => {
      await server.stop();
      await database?.close();
    },
  };
};

export const startSubject = (
  bench: Bench,
  name: SubjectName,
  size: Partial<StageSize> = {},
  profile: Profile = 'loopback',
): Promise<Subject> =>
  name === 'M' || name === 'B'
    ? startMarquee(bench, name, sizeOf(size), profile)
    : startPeer(bench, name, sizeOf(size), profile);
