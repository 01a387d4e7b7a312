import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { EmbeddedPostgresFailed } from './EmbeddedPostgresFailed.ts';
import type { ServerUser } from './serverUser.ts';

export interface DatabasePaths {
  readonly dataDir: string;
  readonly folder: string;
  readonly cluster: string;
  readonly password: string;
  /** Locked while the server is started or stopped. */
  readonly changing: string;
  /** Locked shared by every process that uses the server. */
  readonly users: string;
  readonly log: string;
}

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

/** The smallest `sun_path` (macOS, 104) less the names of the socket and its lock file. */
const socketDirBytesMax = 80;

/** Mode 0700, a path short enough for a socket, and the same after a restart, so that open pools reconnect. */
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
  // In the shared temporary folder another user could have created it, to intercept connections.
  if (!found.isDirectory() || ![uid, process.getuid?.()].includes(found.uid)) {
    throw new EmbeddedPostgresFailed(`${outside} belongs to another user: remove it, or shorten ${dataDir}`);
  }
  await chmod(outside, 0o700);
  return give(outside);
};
