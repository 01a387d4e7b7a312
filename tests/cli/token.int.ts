/** The token command as an operator runs it. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadSecrets } from '../../src/adapters/keys/loadSecrets.ts';
import { readAccessToken } from '../../src/api/http/auth/accessTokens.ts';

const run = promisify(execFile);
const command = join(import.meta.dirname, '../../src/cli/token.ts');
const theaterId = '01900000-0000-7000-8000-000000000001';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'marquee-token-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const token = (...args: string[]) =>
  run(process.execPath, [command, '--data-dir', dataDir, ...args], { timeout: 20_000 });

it('prints a token that the server with that key believes, and nothing else', async () => {
  const { stdout } = await token('--role', 'staff', '--sub', 'me', '--theater', theaterId);
  expect(stdout).toMatch(/^[A-Za-z0-9_.-]+\n$/);
  const { jwt } = await loadSecrets(join(dataDir, 'keys'));
  expect(await readAccessToken(jwt, stdout.trim(), Date.now())).toEqual({
    id: 'me',
    roles: ['staff'],
    theaterIds: [theaterId],
  });
});

it('says in one line what is wrong', async () => {
  for (const args of [[], ['--role', 'god'], ['--role', 'staff', '--theater', 'x']]) {
    const failed = await token(...args).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/^error: .+\n$/) });
  }
});
