import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { EmbeddedPostgresFailed } from './EmbeddedPostgresFailed.ts';
import type { ServerUser } from './serverUser.ts';

export interface DatabasePaths {
  /** As the user said it, for messages. */
  readonly dataDir: string;
  readonly folder: string;
  /** PGDATA. */
  readonly cluster: string;
  /** Inside the cluster, so that it comes and goes with it. */
  readonly password: string;
  /** Held while the server is being started or stopped. */
  readonly changing: string;
  /** Held shared by every process that uses the server. */
  readonly users: string;
  readonly log: string;
}

/** Makes the folder (mode 0700). Throws the file system's errors. */
export const preparePaths = async (dataDir: string): Promise<DatabasePaths> => {
  await mkdir(path.join(dataDir, 'postgres'), { recursive: true, mode: 0o700 });
  const folder = await realpath(path.join(dataDir, 'postgres'));
  const cluster = path.join(folder, 'cluster');
  return {
    dataDir,
    folder,
    cluster,
    password: path.join(cluster, 'marquee.password'),
    changing: path.join(folder, 'changing.lock'),
    users: path.join(folder, 'users.lock'),
    log: path.join(folder, 'server.log'),
  };
};

/** The shortest `sun_path` of the platforms (macOS, 104), less the socket's own name and its lock file's. */
const socketDirBytesMax = 80;

/**
 * A folder that only this user may enter, with a path short enough for a socket. The same for the same data, so
 * that a server which is started again is found under the old address by the pools that are already open.
 */
export const prepareSocketDir = async (
  { folder, dataDir }: DatabasePaths,
  { uid, gid }: ServerUser['ids'],
): Promise<string> => {
  const give = async (dir: string) => {
    if (uid !== undefined && gid !== undefined) await chown(dir, uid, gid);
    return dir;
  };
  const inside = path.join(folder, 'socket');
  if (Buffer.byteLength(inside) <= socketDirBytesMax) {
    await mkdir(inside, { recursive: true, mode: 0o700 });
    return give(inside);
  }
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  const outside = path.join(os.tmpdir(), `marquee-${name}`);
  await mkdir(outside, { recursive: true, mode: 0o700 });
  const found = await lstat(outside);
  // Others may write to the system's temporary folder: another user could make this one first and listen in.
  if (!found.isDirectory() || ![uid, process.getuid?.()].includes(found.uid)) {
    throw new EmbeddedPostgresFailed(`${outside} belongs to somebody else: remove it, or shorten ${dataDir}`);
  }
  await chmod(outside, 0o700);
  return give(outside);
};
