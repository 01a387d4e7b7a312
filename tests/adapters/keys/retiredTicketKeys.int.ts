/** Keys of an earlier secret, kept as a file beside the master secret. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAccessTokens } from '../../../src/adapters/keys/accessTokenKeys.ts';
import {
  createTicketKeys,
  loadRetiredTicketKeys,
  UnusableTicketKeys,
} from '../../../src/adapters/keys/ticketKeys.ts';

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'marquee-ticket-keys-'));
  file = join(directory, 'retired-ticket-keys.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

it('takes a saved answer of the keys endpoint', async () => {
  const old = createTicketKeys(new Uint8Array(32).fill(1)).publicKeys();
  await writeFile(file, JSON.stringify(old));
  const keys = createTicketKeys(new Uint8Array(32).fill(2), await loadRetiredTicketKeys(directory));
  expect(keys.publicKeys().keys.slice(1)).toEqual(old.keys);
});

it('leaves the keys of access tokens out of a saved answer', async () => {
  const old = createTicketKeys(new Uint8Array(32).fill(1)).publicKeys();
  const tokens = createAccessTokens([new Uint8Array(32).fill(3)]).publicKeys();
  await writeFile(file, JSON.stringify({ keys: [...old.keys, ...tokens.keys] }));
  const keys = createTicketKeys(new Uint8Array(32).fill(2), await loadRetiredTicketKeys(directory));
  expect(keys.publicKeys().keys.slice(1)).toEqual(old.keys);
});

it('needs no file', async () => {
  expect(await loadRetiredTicketKeys(directory)).toEqual([]);
  expect(await loadRetiredTicketKeys(join(directory, 'nowhere'))).toEqual([]);
});

it.each(['', '{}', '{"keys":[{"kty":"RSA"}]}'])('refuses a file that holds %j, by name', async (text) => {
  await writeFile(file, text);
  await expect(loadRetiredTicketKeys(directory)).rejects.toThrow(UnusableTicketKeys);
  await expect(loadRetiredTicketKeys(directory)).rejects.toThrow(file);
});
