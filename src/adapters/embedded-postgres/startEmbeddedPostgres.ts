/** Joins a server that another process started; the last process to leave stops it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { findBinaries } from './binaries.ts';
import { ensureCluster, readPassword, roleName } from './cluster.ts';
import { EmbeddedPostgresFailed, failureIn } from './EmbeddedPostgresFailed.ts';
import { tryLock, waitForLock } from './FileLock.ts';
import type { DatabasePaths } from './paths.ts';
import { preparePaths, prepareSocketDir } from './paths.ts';
import { readPostmaster } from './postmaster.ts';
import { awaitReady, awaitStopping, livePostmaster, startServer, stopServer } from './serverProcess.ts';
import { findServerUser } from './serverUser.ts';

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  readonly logger: AdapterLogger;
  readonly settings?: Readonly<Record<string, string>>;
}

export interface EmbeddedPostgres {
  /** Valid across restarts. Contains the password. */
  readonly connectionString: string;
  /** Stops the server unless another process uses it. Close connections first. */
  stop(): Promise<void>;
}

const changingTimeoutMs = 180_000;
const watchMs = 250;
const restartPauseMs = 5_000;

const whileChanging = async <Result>(
  paths: DatabasePaths,
  change: () => Promise<Result>,
): Promise<Result> => {
  const lock = await waitForLock(paths.changing, 'exclusive', changingTimeoutMs);
  if (lock === undefined) {
    throw new EmbeddedPostgresFailed(
      `another process has been starting the database in ${paths.dataDir} for too long`,
    );
  }
  try {
    return await change();
  } finally {
    lock.release();
  }
};

const ensureRunning = async (paths: DatabasePaths, options: EmbeddedPostgresOptions): Promise<void> => {
  await awaitStopping(paths);
  if (livePostmaster(paths) !== undefined) {
    await awaitReady(paths, () => livePostmaster(paths) === undefined, 0);
    options.logger.info({ dataDir: paths.dataDir }, 'joined the database that runs here');
    return;
  }
  const binaries = await findBinaries();
  const user = findServerUser(binaries, paths.folder);
  await ensureCluster(binaries, paths, user);
  const socketDir = await prepareSocketDir(paths, user.ids);
  await startServer({ binaries, paths, user, socketDir, settings: options.settings ?? {} });
  options.logger.info({ dataDir: paths.dataDir }, 'started the database');
};

const connectionStringOf = async (paths: DatabasePaths): Promise<string> => {
  const server = readPostmaster(paths.cluster);
  if (server === undefined)
    throw new EmbeddedPostgresFailed(`the database in ${paths.dataDir} ended at once`);
  const url = new URL(`postgres://localhost:${server.port}/postgres`);
  url.username = roleName;
  url.password = await readPassword(paths);
  if (server.socketDir === '') url.hostname = '127.0.0.1';
  // searchParams writes a space as "+", which libpq does not decode.
  else url.search = `host=${encodeURIComponent(server.socketDir)}`;
  return url.href;
};

const keepAlive = async (
  paths: DatabasePaths,
  options: EmbeddedPostgresOptions,
  signal: AbortSignal,
): Promise<void> => {
  const rest = (ms: number) => pause(ms, undefined, { signal }).catch(() => undefined);
  while (!signal.aborted) {
    if (livePostmaster(paths) === undefined) {
      options.logger.warn({ dataDir: paths.dataDir }, 'the database died: starting it again');
      try {
        await whileChanging(paths, () => ensureRunning(paths, options));
      } catch (error) {
        options.logger.error({ err: error }, 'the database cannot be started again: trying on');
        await rest(restartPauseMs);
      }
    }
    await rest(watchMs);
  }
};

/** Throws {@link EmbeddedPostgresFailed}: folder not writable, disk full, other version, no user to run as. */
export const startEmbeddedPostgres = async (options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> => {
  const { dataDir } = options;
  try {
    const paths = await preparePaths(dataDir);
    const { using, connectionString } = await whileChanging(paths, async () => {
      await ensureRunning(paths, options);
      const connection = await connectionStringOf(paths);
      const lock = await waitForLock(paths.users, 'shared', changingTimeoutMs);
      if (lock === undefined) throw new EmbeddedPostgresFailed(`${paths.users} is locked by a stranger`);
      return { using: lock, connectionString: connection };
    });
    const stopping = new AbortController();
    const watching = keepAlive(paths, options, stopping.signal);

    const leave = async (): Promise<void> => {
      stopping.abort();
      await watching;
      await whileChanging(paths, async () => {
        using.release();
        const alone = tryLock(paths.users, 'exclusive');
        if (alone === undefined) return;
        alone.release();
        await stopServer(paths);
      });
    };
    let left: Promise<void> | undefined;
    return {
      connectionString,
      stop: () => {
        left ??= leave();
        return left;
      },
    };
  } catch (error) {
    throw failureIn(dataDir, error);
  }
};
