/** A database of its own on the peers' Postgres, near or a millisecond away. */
import path from 'node:path';
import type { Bench } from './Bench.ts';
import { type ChildServer, startChildServer } from './childServer.ts';

export type Profile = 'loopback' | 'plus1ms';

export interface BenchDatabase {
  readonly url: string;
  /** The same database, a millisecond farther away per answer. */
  delayed(): Promise<string>;
  close(): Promise<void>;
}

let made = 0;

const startProxy = (bench: Bench): Promise<ChildServer> =>
  startChildServer(
    {
      script: 'bench/delayProxy.ts',
      args: ['--socket', path.join(bench.postgres.socketDir, '.s.PGSQL.5432')],
      logFile: path.join(bench.folder, 'proxy.log'),
      speaksHttp: false,
    },
    bench.stops,
  );

export const openDatabase = async (bench: Bench): Promise<BenchDatabase> => {
  made += 1;
  const database = `bench_${made}`;
  const url = await bench.postgres.create(database);
  const proxies: ChildServer[] = [];
  return {
    url,
    delayed: async () => {
      const proxy = await startProxy(bench);
      proxies.push(proxy);
      const far = new URL(url);
      far.searchParams.delete('host');
      far.hostname = '127.0.0.1';
      far.port = String(proxy.port);
      return far.href;
    },
    close: async () => {
      for (const proxy of proxies) await proxy.stop();
      await bench.postgres.drop(database);
    },
  };
};
