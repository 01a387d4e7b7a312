/** The program with its log in EventStoreDB and its read models in a database of the bench. */
import path from 'node:path';
import type { Bench } from '../Bench.ts';
import { startChildServer } from '../childServer.ts';
import { openDatabase } from '../database.ts';
import { processorSecondsOf } from '../processorTime.ts';
import type { StageSize } from '../stage.ts';
import { startMarquee } from './marquee.ts';
import type { EventStoreDbName, Subject, SubjectOptions } from './Subject.ts';

const startServer = async (bench: Bench) => {
  const { port, pid, stop } = await startChildServer(
    {
      script: 'bench/subjects/eventStoreDbServer.ts',
      logFile: path.join(bench.folder, 'eventstoredb.log'),
      speaksHttp: false,
    },
    bench.stops,
  );
  return { url: `esdb://127.0.0.1:${port}?tls=false`, seconds: () => processorSecondsOf(pid), stop };
};

/** It may be anywhere, so its processor time is not known. The log must be empty: each start brings keys of its own. */
const realServer = () => {
  const url = process.env.EVENTSTORE_URL;
  if (url === undefined) throw new Error('EVENTSTORE_URL names no EventStoreDB');
  return { url, seconds: () => undefined, stop: async () => undefined };
};

export const startOnEventStoreDb = async (
  bench: Bench,
  name: EventStoreDbName,
  size: StageSize,
  { nodeArgs = [] }: Pick<SubjectOptions, 'nodeArgs'> = {},
): Promise<Subject> => {
  const server = name === 'ME' ? await startServer(bench) : realServer();
  const database = await openDatabase(bench);
  const env = { EVENT_LOG: 'eventstoredb', EVENTSTORE_URL: server.url };
  const subject = await startMarquee(bench, 'M', size, { databaseUrl: database.url, env, nodeArgs });
  return {
    ...subject,
    name,
    databaseSeconds: server.seconds,
    stop: async () => {
      await subject.stop();
      await database.close();
      await server.stop();
    },
  };
};
