/** Postgres refuses to run as root, so a user is found by trying. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lstatSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { PostgresBinaries } from './binaries.ts';
import { EmbeddedPostgresFailed } from './EmbeddedPostgresFailed.ts';

export interface ServerUser {
  readonly command: (program: string, args: readonly string[]) => readonly [string, readonly string[]];
  readonly ids: { readonly uid?: number; readonly gid?: number };
}

/** Not inherited: PGDATA, PGPORT and LC_ALL may be meant for another server. Windows needs its own variables. */
export const serverEnvironment: { readonly env?: Readonly<Record<string, string>> } =
  process.platform === 'win32'
    ? {}
    : { env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', TZ: 'UTC' } };

const probeTimeoutMs = 10_000;

interface Ids {
  readonly uid: number;
  readonly gid: number;
}

const asSelf: ServerUser = { command: (program, args) => [program, args], ids: {} };

/** User 1000 of a user namespace, mapped to root: no privileges, but it can enter folders that only root may. */
const inNamespace: ServerUser = {
  command: (program, args) => [
    'unshare',
    ['--user', '--map-user=1000', '--map-group=1000', '--', program, ...args],
  ],
  ids: {},
};

const asUser = ({ uid, gid }: Ids): ServerUser => ({
  command: (program, args) => [program, args],
  ids: { uid, gid },
});

const idOf = (flag: '-u' | '-g'): number | undefined => {
  const { stdout, status } = spawnSync('id', [flag, 'nobody'], { timeout: probeTimeoutMs, encoding: 'utf8' });
  const id = Number.parseInt(stdout, 10);
  return status === 0 && Number.isInteger(id) ? id : undefined;
};

const nobody = (): Ids | undefined => {
  const [uid, gid] = [idOf('-u'), idOf('-g')];
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
};

const giveTo = (folder: string, uid: number, gid: number): void => {
  if (lstatSync(folder).uid === uid) return;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(folder, name);
    if (lstatSync(file).isFile() || lstatSync(file).isDirectory()) chownSync(file, uid, gid);
  }
  chownSync(folder, uid, gid);
};

const works = (user: ServerUser, { postgres }: PostgresBinaries, folder: string): boolean => {
  const script = '"$1" --version >/dev/null && test -w "$2" && test -x "$2" && test "$(id -u)" != 0';
  const [program, args] = user.command('/bin/sh', ['-c', script, 'sh', postgres, folder]);
  return (
    spawnSync(program, args, { ...user.ids, ...serverEnvironment, timeout: probeTimeoutMs, stdio: 'ignore' })
      .status === 0
  );
};

/** The owner of the nearest folder above that is not root's. */
const ownerAbove = (folder: string): Ids | undefined => {
  for (let above = path.dirname(folder); above !== path.dirname(above); above = path.dirname(above)) {
    const { uid, gid } = statSync(above);
    if (uid !== 0) return { uid, gid };
  }
  return undefined;
};

export const findServerUser = (binaries: PostgresBinaries, folder: string): ServerUser => {
  if (process.getuid?.() !== 0) return asSelf;
  giveTo(folder, 0, 0);
  if (works(inNamespace, binaries, folder)) return inNamespace;

  // Containers often forbid namespaces. The other user must be able to traverse DATA_DIR, not to list it.
  const dataDir = path.dirname(folder);
  const { mode } = statSync(dataDir);
  chmodSync(dataDir, mode | 0o011);
  for (const other of [ownerAbove(folder), nobody()]) {
    if (other === undefined) continue;
    giveTo(folder, other.uid, other.gid);
    const user = asUser(other);
    if (works(user, binaries, folder)) return user;
  }
  giveTo(folder, 0, 0);
  chmodSync(dataDir, mode);
  throw new EmbeddedPostgresFailed(
    `Postgres refuses to run as root, and here neither a user namespace (unshare) is allowed nor may an ordinary ` +
      `user enter ${folder}: start as an ordinary user, choose another DATA_DIR, or set DATABASE_URL`,
  );
};
