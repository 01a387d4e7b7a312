import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { PostgresBinaries } from './binaries.ts';
import { EmbeddedPostgresFailed, failureFromLog } from './EmbeddedPostgresFailed.ts';
import type { DatabasePaths } from './paths.ts';
import type { ServerUser } from './serverUser.ts';
import { serverEnvironment } from './serverUser.ts';

export const roleName = 'marquee';

const unfinished = 'cluster.new-';
const initdbTimeoutMs = 120_000;

const readIfThere = async (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });

const initdb = async (
  binaries: PostgresBinaries,
  paths: DatabasePaths,
  user: ServerUser,
  scratch: string,
) => {
  const args = [
    ...['--pgdata', path.join(scratch, 'cluster'), '--username', roleName],
    ...['--pwfile', path.join(scratch, 'password'), '--auth', 'scram-sha-256'],
    // C.UTF-8 is built into Postgres, so text sorts alike on every machine.
    ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    '--no-instructions',
  ];
  const [program, programArgs] = user.command(binaries.initdb, args);
  const child = spawn(program, programArgs, {
    ...user.ids,
    cwd: scratch,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: initdbTimeoutMs,
    ...serverEnvironment,
  });
  const [said, code] = await Promise.all([
    text(child.stderr),
    new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve)),
  ]);
  if (code !== 0) throw failureFromLog(paths.dataDir, said);
};

const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
};

/** Created beside its place and renamed, so that a killed start leaves no partial cluster. Requires `changing`. */
export const ensureCluster = async (
  binaries: PostgresBinaries,
  paths: DatabasePaths,
  user: ServerUser,
): Promise<void> => {
  const version = (await readIfThere(path.join(paths.cluster, 'PG_VERSION')))?.trim();
  if (version !== undefined && version !== binaries.major) {
    throw new EmbeddedPostgresFailed(
      `${paths.cluster} holds data of Postgres ${version}, this release brings ${binaries.major}: ` +
        'start the release that made it, or choose another DATA_DIR',
    );
  }
  for (const name of await readdir(paths.folder)) {
    if (!name.startsWith(unfinished)) continue;
    await rm(path.join(paths.folder, name), {
      recursive: true,
      force: true,
      maxRetries: 10,
      retryDelay: 100,
    });
  }
  if (version !== undefined) return;

  const scratch = await mkdtemp(path.join(paths.folder, unfinished));
  try {
    const password = randomBytes(32).toString('base64url');
    await writeFile(path.join(scratch, 'password'), password, { mode: 0o600, flush: true });
    const { uid, gid } = user.ids;
    if (uid !== undefined && gid !== undefined) {
      await chown(scratch, uid, gid);
      await chown(path.join(scratch, 'password'), uid, gid);
    }
    await initdb(binaries, paths, user, scratch);
    await rename(
      path.join(scratch, 'password'),
      path.join(scratch, 'cluster', path.basename(paths.password)),
    );
    await rename(path.join(scratch, 'cluster'), paths.cluster);
    await syncFolder(paths.folder);
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
};

export const readPassword = async ({ password, cluster }: DatabasePaths): Promise<string> => {
  const found = await readIfThere(password);
  if (found === undefined)
    throw new EmbeddedPostgresFailed(`${cluster} is not ours: its password is missing`);
  return found.trim();
};
