/** Opens the engines that the settings name and closes them again, in the order that they need each other. */
import type { Logger } from 'pino';
import { startEmbeddedPostgres } from './adapters/embedded-postgres/startEmbeddedPostgres.ts';
import type { Secrets } from './adapters/keys/loadSecrets.ts';
import { openLogNotifier } from './adapters/log-notifier/openLogNotifier.ts';
import { migrate } from './adapters/postgres/migrate.ts';
import { openPostgresEventStore } from './adapters/postgres/PostgresEventStore.ts';
import { openPostgresKeyStore } from './adapters/postgres-keys/PostgresKeyStore.ts';
import { openPostgresReadStore } from './adapters/postgres-read/PostgresReadStore.ts';
import { openSmtpNotifier } from './adapters/smtp/openSmtpNotifier.ts';
import type { Config } from './config.ts';
import { openPayments, type Payments } from './openPayments.ts';
import type { Clock } from './ports/Clock.ts';
import type { EventStore } from './ports/EventStore.ts';
import type { KeyStore } from './ports/KeyStore.ts';
import type { Notifier } from './ports/Notifier.ts';
import type { ReadStore } from './ports/ReadStore.ts';
import type { SearchIndex, SearchIndexWriter } from './ports/SearchIndex.ts';
import type { SharedSeatMapStore } from './ports/SeatMapStore.ts';

export interface Engines {
  readonly events: EventStore;
  readonly readStore: ReadStore;
  /** Where nodes share seat maps; undefined when each keeps its own. */
  readonly sharedSeatMaps: SharedSeatMapStore | undefined;
  /** The engine that searches in place of Postgres, and the way into it; undefined without one. */
  readonly elasticsearch: { readonly index: SearchIndex; readonly writer: SearchIndexWriter } | undefined;
  readonly keyStore: KeyStore;
  readonly payments: Payments;
  readonly notifier: Notifier;
  close(): Promise<void>;
}

export const openEngines = async (
  config: Config,
  secrets: Pick<Secrets, 'personalData'>,
  clock: Clock,
  logger: Logger,
): Promise<Engines> => {
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
    const elasticsearch = await openElasticsearch(config, closers);
    const masterKey = secrets.personalData;
    const keyStore = await openPostgresKeyStore({
      connectionString: databaseUrl,
      masterKey,
      migrate,
      logger,
    });
    closers.push(() => keyStore.close());
    const payments = await openPayments(config, databaseUrl, clock, logger);
    closers.push(() => payments.close());
    const notifier = openNotifier(config, logger);
    closers.push(() => notifier.close());
    return { events, readStore, sharedSeatMaps, elasticsearch, keyStore, payments, notifier, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const openNotifier = ({ mail }: Config, logger: Logger): Notifier =>
  mail === undefined ? openLogNotifier(logger) : openSmtpNotifier({ url: mail.smtpUrl, from: mail.from });

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
  const { openEventStoreDbEventStore } = await import('./adapters/eventstoredb/EventStoreDbEventStore.ts');
  return openEventStoreDbEventStore({ connectionString: config.eventstoreUrl, logger });
};

const openSharedSeatMaps = async (
  { redisUrl }: Config,
  logId: string,
  logger: Logger,
): Promise<SharedSeatMapStore | undefined> => {
  if (redisUrl === undefined) return undefined;
  const { openRedisSeatMapStore } = await import('./adapters/redis/RedisSeatMapStore.ts');
  return openRedisSeatMapStore({ url: redisUrl, logId, logger });
};

const searchPrefix = 'marquee';

/** Opens no connection yet: search goes on without the engine, so a start does too. */
const openElasticsearch = async (
  { elasticsearchUrl: url }: Config,
  closers: (() => Promise<void>)[],
): Promise<Engines['elasticsearch']> => {
  if (url === undefined) return undefined;
  const { openElasticsearchIndex } = await import('./adapters/elasticsearch/elasticsearchIndex.ts');
  const { openElasticsearchWriter } = await import('./adapters/elasticsearch/elasticsearchWriter.ts');
  const index = openElasticsearchIndex({ url, prefix: searchPrefix });
  const writer = openElasticsearchWriter({ url, prefix: searchPrefix });
  closers.push(
    () => index.close(),
    () => writer.close(),
  );
  return { index, writer };
};
