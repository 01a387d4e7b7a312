/** The master secret on a real file system: made once, whoever comes first, readable by nobody else. */
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadSecrets, UnusableSecret } from '../../../src/adapters/keys/loadSecrets.ts';

let parent: string;
let directory: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'marquee-keys-'));
  directory = join(parent, 'with a space', 'keys');
});
afterEach(() => rm(parent, { recursive: true, force: true }));

it('makes one secret, however many start together, and finds it again', async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => loadSecrets(directory)));
  for (const each of all) expect(each).toEqual(all[0]);
  expect(await loadSecrets(directory)).toEqual(all[0]);
  expect(await readdir(directory)).toEqual(['master.key']);
  expect((await stat(join(directory, 'master.key'))).mode & 0o777).toBe(0o600);
});

it('derives a key of its own for each purpose', async () => {
  const secrets = await loadSecrets(directory);
  const keys = Object.values(secrets).map((key) => Buffer.from(key).toString('hex'));
  expect(new Set(keys).size).toBe(keys.length);
  const stored = Buffer.from((await readFile(join(directory, 'master.key'), 'utf8')).trim(), 'base64url');
  expect(keys).not.toContain(stored.toString('hex'));
});

it('takes the secret of the settings instead, and writes nothing', async () => {
  const given = 'x'.repeat(32);
  const secrets = await loadSecrets(directory, given);
  expect(await loadSecrets(join(parent, 'elsewhere'), given)).toEqual(secrets);
  expect(await readdir(parent)).toEqual([]);
  await expect(loadSecrets(directory, 'short')).rejects.toThrow(UnusableSecret);
});

it('derives the keys of older secrets as they were when those were current', async () => {
  const [now, before] = ['n'.repeat(32), 'b'.repeat(40)];
  const { older } = await loadSecrets(directory, now, [before]);
  const { older: _none, ...then } = await loadSecrets(directory, before);
  expect(older).toEqual([then]);
  const failure = await loadSecrets(directory, now, ['too-short-a-secret']).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UnusableSecret);
  expect(String(failure)).not.toContain('too-short-a-secret');
});

it('takes what stood in the file for an older secret', async () => {
  const { older: _none, ...then } = await loadSecrets(directory);
  const text = (await readFile(join(directory, 'master.key'), 'utf8')).trim();
  expect((await loadSecrets(directory, 'n'.repeat(32), [text])).older).toContainEqual(then);
});

it('refuses a file that holds no key, and leaves it as it is', async () => {
  await loadSecrets(directory);
  const path = join(directory, 'master.key');
  await writeFile(path, 'nonsense\n');
  await expect(loadSecrets(directory)).rejects.toThrow(path);
  expect(await readFile(path, 'utf8')).toBe('nonsense\n');
});
