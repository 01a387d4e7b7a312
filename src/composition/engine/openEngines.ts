import type { Logger } from 'pino';
import type { Secrets } from '../../adapters/keys/loadSecrets.ts';
import { type Database, openDatabase } from '../../adapters/postgres/openDatabase.ts';
import { readKeyStoreId } from '../../adapters/postgres-keys/readKeyStoreId.ts';
import { openPostgresWaitingRoom } from '../../adapters/postgres-queue/PostgresWaitingRoom.ts';
import { openSecurityLogStore } from '../../adapters/postgres-security/openSecurityLogStore.ts';
import type { Config } from '../../config.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { KeyStore } from '../../ports/KeyStore.ts';
import type { SecurityLogStore } from '../../ports/SecurityLog.ts';
import type { WaitingRoom } from '../../ports/WaitingRoom.ts';
import { identityKeyOf } from './identityKeyOf.ts';
import { type Identity, openIdentity } from './openIdentity.ts';
import { openKeyStore } from './openKeyStore.ts';
import { type Limits, openLimits } from './openLimits.ts';
import { openPayments } from './openPayments.ts';
import { openProof, type Proving } from './openProof.ts';
import { closing, openDatabaseServer, openStores, type Stores } from './openStores.ts';
import type { Payments } from './Payments.ts';
import { type WatchedNotifier, watchedNotifier } from './watchedNotifier.ts';

export interface Engines extends Stores, Identity, Limits, Proving {
  readonly securityLogStore: SecurityLogStore;
  readonly keyStore: KeyStore;
  /** Names people in events; a change of the secret does not change it. */
  readonly identityKey: Uint8Array;
  readonly keyStoreId: string;
  readonly payments: Payments;
  readonly waitingRoom: WaitingRoom;
  /** Undefined without a mail server. */
  readonly notifier: WatchedNotifier | undefined;
}

interface Opening {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onFatal: (error: unknown) => void;
}

export const openEngines = async (
  config: Config,
  secrets: Secrets,
  { clock, logger, onFatal }: Opening,
  stack: AsyncDisposableStack,
): Promise<Engines> => {
  const url = await openDatabaseServer(config, logger, stack);
  const stores = await openStores(config, url, logger, onFatal, stack);
  const database = closing(stack, openDatabase(url, logger));
  const identityKey = await identityKeyOf(secrets, database);
  const keyStore = await openKeyStore(database, secrets, logger);
  const identity = await openIdentity(config, secrets, database, logger, stack);
  const { logId } = stores.events;
  const limits = await openLimits(config, database, secrets, { clock, logger, logId }, stack);
  const securityLogStore = await openSecurityLog(database);
  const proving = await openProof(config, secrets, database, logId);
  const keyStoreId = await readKeyStoreId({ database });
  const waitingRoom = await openPostgresWaitingRoom(database, logger);
  const payments = await openPayments(config, database, clock, logger);
  stack.defer(() => payments.gateway.close());
  const notifier = await openNotifier(config, logger);
  if (notifier !== undefined) closing(stack, notifier);
  return {
    ...stores,
    ...identity,
    securityLogStore,
    keyStore,
    keyStoreId,
    identityKey,
    payments,
    notifier,
    waitingRoom,
    ...limits,
    ...proving,
  };
};

const openSecurityLog = async (database: Database): Promise<SecurityLogStore> => {
  const folder = new URL('../../adapters/postgres-security/migrations/', import.meta.url);
  return openSecurityLogStore(await database.ready({ schema: 'security', folder }));
};

const openNotifier = async ({ mail }: Config, logger: Logger): Promise<WatchedNotifier | undefined> => {
  if (mail !== undefined) {
    const { openSmtpNotifier } = await import('../../adapters/smtp/openSmtpNotifier.ts');
    return watchedNotifier(openSmtpNotifier({ url: mail.smtpUrl, from: mail.from, requireTls: mail.tls }));
  }
  logger.warn({ setting: 'SMTP_URL' }, 'no mail server is set: messages to customers wait and are not sent');
  return undefined;
};
