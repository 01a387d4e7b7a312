/** Opens the engines that the settings name and closes them again, in the order that they need each other. */
import type { Logger } from 'pino';
import type { Secrets } from '../adapters/keys/loadSecrets.ts';
import { openLogNotifier } from '../adapters/log-notifier/openLogNotifier.ts';
import { migrate } from '../adapters/postgres/migrate.ts';
import { openPostgresKeyStore } from '../adapters/postgres-keys/PostgresKeyStore.ts';
import { openSmtpNotifier } from '../adapters/smtp/openSmtpNotifier.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../ports/Clock.ts';
import type { KeyStore } from '../ports/KeyStore.ts';
import type { Notifier } from '../ports/Notifier.ts';
import { openPayments, type Payments } from './openPayments.ts';
import { openStores, type Stores } from './openStores.ts';

export interface Engines extends Omit<Stores, 'databaseUrl'> {
  readonly keyStore: KeyStore;
  readonly payments: Payments;
  readonly notifier: Notifier;
}

export const openEngines = async (
  config: Config,
  secrets: Pick<Secrets, 'personalData' | 'older'>,
  clock: Clock,
  logger: Logger,
): Promise<Engines> => {
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const stores = await openStores(config, logger);
    closers.push(() => stores.close());
    const { databaseUrl, events, readStore, sharedSeatMaps, elasticsearch } = stores;
    const masterKey = secrets.personalData;
    const keyStore = await openPostgresKeyStore({
      connectionString: databaseUrl,
      masterKey,
      olderMasterKeys: secrets.older.map(({ personalData }) => personalData),
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
