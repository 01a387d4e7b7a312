import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Bench } from '../Bench.ts';
import { startChildServer } from '../childServer.ts';
import { openDatabase, type Profile } from '../database.ts';
import { installApart } from '../installApart.ts';
import { benchLimits } from '../limits.ts';
import type { HeldSeat } from '../peers/Peer.ts';
import { peers } from '../peers/peers.ts';
import { processorSecondsOf, processorSecondsOfFamily } from '../processorTime.ts';
import { type Stage, type StageSize, seatIdsOf } from '../stage.ts';
import type { OtherName, Subject } from './Subject.ts';

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

const emmettFolder = path.resolve(import.meta.dirname, '../peers/emmett');

const commandOf = (name: OtherName, url: string) => {
  if (name === 'M0') return { script: 'bench/own/ownRoute.ts' };
  if (name === 'EMM') installApart(emmettFolder);
  const args = ['--peer', name, '--url', url, '--connections', String(benchLimits.peerConnections)];
  return { script: 'bench/peers/server.ts', args };
};

export const startPeer = async (
  bench: Bench,
  name: OtherName,
  size: StageSize,
  profile: Profile,
): Promise<Subject> => {
  const kind = name === 'F0' || name === 'M0' ? undefined : peers[name].engine;
  const database = kind === 'postgres' ? await openDatabase(bench) : undefined;
  const redis = kind === 'redis' ? await startRedis(bench) : undefined;
  const url =
    database === undefined
      ? (redis?.url ?? '')
      : await (profile === 'plus1ms' ? database.delayed() : database.url);
  const logFile = path.join(bench.folder, `${name}.log`);
  const server = await startChildServer({ ...commandOf(name, url), logFile }, bench.stops);
  const stage: Stage = {
    showtimeIds: Array.from({ length: size.showtimes }, () => randomUUID()),
    seatIds: seatIdsOf(size.seats),
  };
  const prepared = await fetch(`${server.address}/prepare`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...stage, historyEvents: size.historyEvents }),
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
