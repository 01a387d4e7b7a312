import { join } from 'node:path';
import { loadSecrets, SecretMissing, type Secrets } from '../../adapters/keys/loadSecrets.ts';
import { type Database, openDatabase } from '../../adapters/postgres/openDatabase.ts';
import { openPostgresLogTexts } from '../../adapters/postgres/openPostgresLogTexts.ts';
import { textsOfPages } from '../../adapters/textsOfPages.ts';
import { type HideMetadata, metadataHider } from '../../composition/engine/hiddenMetadata.ts';
import { identityKeyOf } from '../../composition/engine/identityKeyOf.ts';
import { openKeyStore } from '../../composition/engine/openKeyStore.ts';
import { closing, openDatabaseServer, openGuardedLog } from '../../composition/engine/openStores.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import type { KeyStore } from '../../ports/KeyStore.ts';
import type { LogTexts } from '../../ports/LogTexts.ts';
import type { CommandRun } from './runOnSettings.ts';

/** What events can be read from: the log, or an archive of it. */
export interface LogSource {
  readonly events: Pick<EventStore, 'logId' | 'head'>;
  /** Closed, and so at its end, when the command is stopped. */
  readonly texts: LogTexts;
  /** Names people in what leaves the log. */
  readonly identityKey: Uint8Array;
  readonly hideMetadata: HideMetadata;
}

export interface OpenedLog extends LogSource {
  readonly events: EventStore;
  readonly url: string;
  /** Throws MasterKeyMissing. */
  readonly openKeys: () => Promise<KeyStore>;
  readonly database: Database;
}

/** A secret made here would be another than that of the log. */
const secretsOf = async ({ config }: CommandRun): Promise<Secrets> => {
  const { dataDir, secret, olderSecrets } = config;
  try {
    return await loadSecrets(join(dataDir, 'keys'), secret, olderSecrets, 'refuse');
  } catch (error) {
    if (!(error instanceof SecretMissing)) throw error;
    throw new SecretMissing(`${error.message}: name the --data-dir of the program, or its MARQUEE_SECRET`, {
      cause: error,
    });
  }
};

/** Throws SecretMissing before anything is started or made, MasterKeyMissing, EventStoreUnavailable and the engines' errors. */
export const openLog = async (run: CommandRun): Promise<OpenedLog> => {
  const { config, logger, signal, stack, fail } = run;
  const secrets = await secretsOf(run);
  const url = await openDatabaseServer(config, logger, stack);
  const database = closing(stack, openDatabase(url, logger));
  const identityKey = await identityKeyOf(secrets, database);
  const events = await openGuardedLog(config, url, logger, (error) => fail(error.message), stack);
  const texts = closing(
    stack,
    config.eventLog === 'postgres'
      ? openPostgresLogTexts({ connectionString: url, logId: events.logId })
      : textsOfPages(events),
  );
  signal.addEventListener('abort', () => void texts.close(), { once: true });
  const openKeys = () => openKeyStore(database, secrets, logger);
  return { events, texts, identityKey, hideMetadata: metadataHider(identityKey), url, openKeys, database };
};
