/** Opens the engines that hold the log and what is made from it, and closes them again in the order of their need. */
import type { Logger } from 'pino';
import { startEmbeddedPostgres } from '../adapters/embedded-postgres/startEmbeddedPostgres.ts';
import { openPostgresEventStore } from '../adapters/postgres/PostgresEventStore.ts';
import { openPostgresReadStore } from '../adapters/postgres-read/PostgresReadStore.ts';
import type { Config } from '../config.ts';
import type { EventStore } from '../ports/EventStore.ts';
import type { ReadStore } from '../ports/ReadStore.ts';
import type { CopiedSearchIndex, SearchIndexWriter } from '../ports/SearchIndex.ts';
import type { SharedSeatMapStore } from '../ports/SeatMapStore.ts';

export interface Stores {
  /** Of the Postgres that keeps all that is not the log, and the log too unless another engine does. */
  readonly databaseUrl: string;
  readonly events: EventStore;
  readonly readStore: ReadStore;
  /** Where nodes share seat maps; undefined when each keeps its own. */
  readonly sharedSeatMaps: SharedSeatMapStore | undefined;
  /** The engine that searches in place of Postgres, and the way into it; undefined without one. */
  readonly elasticsearch:
    | { readonly index: CopiedSearchIndex; readonly writer: SearchIndexWriter }
    | undefined;
  close(): Promise<void>;
}

export const openStores = async (config: Config, logger: Logger): Promise<Stores> => {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const databaseUrl = config.databaseUrl ?? (await embedded(config, logger, closers));
    const events = await openEventLog(config, databaseUrl, logger);
    closers.push(() => events.close());
    const readStore = openPostgresReadStore({ url: databaseUrl });
    closers.push(() => readStore.close());
    const sharedSeatMaps = await openSharedSeatMaps(config, events.logId, logger);
    if (sharedSeatMaps !== undefined) closers.push(() => sharedSeatMaps.close());
    const elasticsearch = await openElasticsearch(config, events.logId, logger, closers);
    return { databaseUrl, events, readStore, sharedSeatMaps, elasticsearch, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const embedded = async (
  config: Config,
  logger: Logger,
  closers: (() => Promise<void>)[],
): Promise<string> => {
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, logger });
  closers.push(() => postgres.stop());
  return postgres.connectionString;
};

const openEventLog = async (config: Config, databaseUrl: string, logger: Logger): Promise<EventStore> => {
  if (config.eventLog === 'postgres')
    return openPostgresEventStore({ connectionString: databaseUrl, logger });
  if (config.eventstoreUrl === undefined) throw new Error('EVENTSTORE_URL is checked by readConfig');
  // Loaded only where it is used: its client brings gRPC with it.
  const { openEventStoreDbEventStore } = await import('../adapters/eventstoredb/EventStoreDbEventStore.ts');
  return openEventStoreDbEventStore({ connectionString: config.eventstoreUrl, logger });
};

const openSharedSeatMaps = async (
  { redisUrl }: Config,
  logId: string,
  logger: Logger,
): Promise<SharedSeatMapStore | undefined> => {
  if (redisUrl === undefined) return undefined;
  const { openRedisSeatMapStore } = await import('../adapters/redis/RedisSeatMapStore.ts');
  return openRedisSeatMapStore({ url: redisUrl, logId, logger });
};

/** Opens no connection yet: search goes on without the engine, so a start does too. */
const openElasticsearch = async (
  { elasticsearchUrl: url }: Config,
  logId: string,
  logger: Logger,
  closers: (() => Promise<void>)[],
): Promise<Stores['elasticsearch']> => {
  if (url === undefined) return undefined;
  const { openElasticsearchIndex } = await import('../adapters/elasticsearch/elasticsearchIndex.ts');
  const { openElasticsearchWriter } = await import('../adapters/elasticsearch/elasticsearchWriter.ts');
  const { guardIndex } = await import('../adapters/elasticsearch/guardedIndex.ts');
  const index = openElasticsearchIndex({ url, logId });
  const writer = openElasticsearchWriter({ url, logId });
  closers.push(
    () => index.close(),
    () => writer.close(),
  );
  return { index: guardIndex(index, logger), writer };
};
