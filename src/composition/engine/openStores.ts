import type { Logger } from 'pino';
import { startEmbeddedPostgres } from '../../adapters/embedded-postgres/startEmbeddedPostgres.ts';
import { type GuardedLog, guardLog } from '../../adapters/guardedLog.ts';
import { openPostgresEventStore } from '../../adapters/postgres/PostgresEventStore.ts';
import { openPostgresReadStore } from '../../adapters/postgres-read/PostgresReadStore.ts';
import { systemClock as clock } from '../../adapters/system/system.ts';
import type { Config } from '../../config.ts';
import type { EventStore, LogReplaced } from '../../ports/EventStore.ts';
import type { LogStanding } from '../../ports/LogStanding.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import type { CopiedSearchIndex, SearchIndexWriter } from '../../ports/SearchIndex.ts';
import type { SharedSeatMapStore } from '../../ports/SeatMapStore.ts';

export interface Stores {
  readonly events: EventStore;
  readonly logStanding: LogStanding;
  readonly readStore: ReadStore;
  readonly sharedSeatMaps: SharedSeatMapStore | undefined;
  readonly elasticsearch:
    | { readonly index: CopiedSearchIndex; readonly writer: SearchIndexWriter }
    | undefined;
}

interface Closable {
  close(): Promise<void>;
}

export const closing = <Opened extends Closable>(stack: AsyncDisposableStack, opened: Opened): Opened =>
  stack.adopt(opened, (each) => each.close());

export const openDatabaseServer = async (
  { databaseUrl, dataDir }: Config,
  logger: Logger,
  stack: AsyncDisposableStack,
): Promise<string> => {
  if (databaseUrl !== undefined) return databaseUrl;
  const postgres = await startEmbeddedPostgres({ dataDir, logger });
  return stack.adopt(postgres, (each) => each.stop()).connectionString;
};

export const openStores = async (
  config: Config,
  url: string,
  logger: Logger,
  onReplaced: (error: LogReplaced) => void,
  stack: AsyncDisposableStack,
): Promise<Stores> => {
  const events = await openGuardedLog(config, url, logger, onReplaced, stack);
  const readStore = closing(stack, openPostgresReadStore({ url }));
  const sharedSeatMaps = await openSharedSeatMaps(config, events.logId, logger);
  if (sharedSeatMaps !== undefined) closing(stack, sharedSeatMaps);
  const elasticsearch = await openElasticsearch(config, events.logId, logger, stack);
  return { events, logStanding: events, readStore, sharedSeatMaps, elasticsearch };
};

export const openGuardedLog = async (
  config: Config,
  url: string,
  logger: Logger,
  onReplaced: (error: LogReplaced) => void,
  stack: AsyncDisposableStack,
): Promise<GuardedLog> => {
  let guarded: GuardedLog | undefined;
  const events = await openEventLog(config, url, logger, () => guarded?.askNow());
  guarded = closing(stack, guardLog(events, { clock, logger, onReplaced }));
  return guarded;
};

const openEventLog = async (
  config: Config,
  url: string,
  logger: Logger,
  onMoved: () => void,
): Promise<EventStore> => {
  if (config.eventLog === 'postgres') return openPostgresEventStore({ connectionString: url, logger });
  if (config.eventstoreUrl === undefined) throw new Error('EVENTSTORE_URL is checked by readConfig');
  // Loaded on demand: its client brings gRPC.
  const { openEventStoreDbEventStore } = await import(
    '../../adapters/eventstoredb/EventStoreDbEventStore.ts'
  );
  return openEventStoreDbEventStore({ connectionString: config.eventstoreUrl, logger, onMoved });
};

const openSharedSeatMaps = async (
  { redisUrl }: Config,
  logId: string,
  logger: Logger,
): Promise<SharedSeatMapStore | undefined> => {
  if (redisUrl === undefined) return undefined;
  const { openRedisSeatMapStore } = await import('../../adapters/redis/RedisSeatMapStore.ts');
  return openRedisSeatMapStore({ url: redisUrl, logId, logger });
};

const openElasticsearch = async (
  { elasticsearchUrl: url }: Config,
  logId: string,
  logger: Logger,
  stack: AsyncDisposableStack,
): Promise<Stores['elasticsearch']> => {
  if (url === undefined) return undefined;
  const { openElasticsearchIndex } = await import('../../adapters/elasticsearch/elasticsearchIndex.ts');
  const { openElasticsearchWriter } = await import('../../adapters/elasticsearch/elasticsearchWriter.ts');
  const { guardIndex } = await import('../../adapters/elasticsearch/guardedIndex.ts');
  const index = closing(stack, openElasticsearchIndex({ url, logId }));
  const writer = closing(stack, openElasticsearchWriter({ url, logId }));
  return { index: guardIndex(index, logger), writer };
};
