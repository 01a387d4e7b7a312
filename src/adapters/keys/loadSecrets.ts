import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface PurposeKeys {
  readonly holdToken: Uint8Array;
  readonly accessTokens: Uint8Array;
  /** Of idempotency keys and bodies. */
  readonly idempotency: Uint8Array;
  /** Wraps the customers' keys. */
  readonly personalData: Uint8Array;
  /** What the identity key is made of when a key store is new. */
  readonly guestIdentity: Uint8Array;
  readonly bookingAccess: Uint8Array;
  readonly guestSession: Uint8Array;
  readonly sessions: Uint8Array;
  /** Of entries and admissions. */
  readonly queue: Uint8Array;
  readonly securityLog: Uint8Array;
  readonly tickets: Uint8Array;
  /** Signs the log's tree. */
  readonly checkpoints: Uint8Array;
  readonly botCheck: Uint8Array;
  readonly cards: Uint8Array;
  /** Names the secret in the log. */
  readonly fingerprint: string;
}

export interface Secrets extends PurposeKeys {
  readonly older: readonly PurposeKeys[];
}

const masterFile = 'master.key';
const masterBytes = 32;
const fingerprintChars = 32;
/** A secret from the settings may be a passphrase. */
const givenCharsMin = 32;

export class UnusableSecret extends Error {
  override readonly name = 'UnusableSecret';
}

export class SecretMissing extends Error {
  override readonly name = 'SecretMissing';
}

const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

const readMaster = async (path: string): Promise<Buffer | undefined> => {
  try {
    const text = (await readFile(path, 'utf8')).trim();
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length !== masterBytes) {
      throw new UnusableSecret(`${path} does not hold a key of this program; restore it from a backup`);
    }
    return bytes;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
};

/** Written to another name, synced and linked: readers see all or nothing, and of two starts one link succeeds. */
const createMaster = async (directory: string, path: string): Promise<void> => {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const draft = join(directory, `.${masterFile}.${randomUUID()}`);
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(`${randomBytes(masterBytes).toString('base64url')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
    const folder = await open(directory, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } finally {
    await rm(draft, { force: true });
  }
};

const loadMaster = async (directory: string, whenMissing: 'make' | 'refuse'): Promise<Buffer> => {
  const path = join(directory, masterFile);
  const known = await readMaster(path);
  if (known !== undefined) return known;
  if (whenMissing === 'refuse') throw new SecretMissing(`there is no ${path}`);
  await createMaster(directory, path);
  const created = await readMaster(path);
  if (created === undefined) throw new UnusableSecret(`${path} vanished while it was being made`);
  return created;
};

/**
 * From `given` (the same text on every node), else `<directory>/master.key`. `older`: earlier settings or contents of
 * the file. Throws {@link UnusableSecret}, {@link SecretMissing} or the file system's error.
 */
export const loadSecrets = async (
  directory: string,
  given?: string,
  older: readonly string[] = [],
  whenMissing: 'make' | 'refuse' = 'make',
): Promise<Secrets> => {
  if ([given ?? [], older].flat().some(({ length }) => length < givenCharsMin)) {
    throw new UnusableSecret(`a secret of the settings is shorter than ${givenCharsMin} characters`);
  }
  const master = given === undefined ? await loadMaster(directory, whenMissing) : bytesOf(given);
  return { ...purposeKeys(master), older: older.flatMap(readingsOf).map(purposeKeys) };
};

const bytesOf = (text: string): Buffer => Buffer.from(text, 'utf8');

const readingsOf = (text: string): readonly Buffer[] => {
  const stored = Buffer.from(text, 'base64url');
  const isStored = stored.length === masterBytes && stored.toString('base64url') === text;
  return isStored ? [bytesOf(text), stored] : [bytesOf(text)];
};

const purposeKeys = (master: Buffer): PurposeKeys => {
  const derive = (purpose: string): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', master, new Uint8Array(0), `marquee/${purpose}`, masterBytes));
  return {
    holdToken: derive('hold-token'),
    accessTokens: derive('access-tokens'),
    idempotency: derive('idempotency'),
    personalData: derive('personal-data'),
    guestIdentity: derive('guest-identity'),
    bookingAccess: derive('booking-access'),
    guestSession: derive('guest-session'),
    sessions: derive('sessions'),
    queue: derive('queue'),
    securityLog: derive('security-log'),
    tickets: derive('tickets'),
    checkpoints: derive('checkpoints'),
    botCheck: derive('bot-check'),
    cards: derive('cards'),
    fingerprint: Buffer.from(derive('fingerprint')).toString('hex').slice(0, fingerprintChars),
  };
};

export const accessTokenSeeds = (
  secrets: Secrets,
  given: string | undefined,
  older: readonly string[],
): readonly [Uint8Array, ...Uint8Array[]] => {
  const seedOf = (master: Buffer) => purposeKeys(master).accessTokens;
  const current = given === undefined ? secrets.accessTokens : seedOf(bytesOf(given));
  const named = older.flatMap(readingsOf).map(seedOf);
  return [current, ...named, ...secrets.older.map(({ accessTokens }) => accessTokens)];
};
