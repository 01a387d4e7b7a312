import type { Logger } from 'pino';
import type { Secrets } from '../../adapters/keys/loadSecrets.ts';
import type { Database } from '../../adapters/postgres/openDatabase.ts';
import { openPostgresKeyStore } from '../../adapters/postgres-keys/PostgresKeyStore.ts';
import type { KeyStore } from '../../ports/KeyStore.ts';

/** Throws MasterKeyMissing and the driver's errors. */
export const openKeyStore = (database: Database, secrets: Secrets, logger: Logger): Promise<KeyStore> =>
  openPostgresKeyStore({
    database,
    masterKey: secrets.personalData,
    olderMasterKeys: secrets.older.map(({ personalData }) => personalData),
    logger,
  });
