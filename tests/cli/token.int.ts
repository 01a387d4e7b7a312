/** The token command as an operator runs it. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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

/** Of a port at which nothing listens. */
const nowhere = { ...process.env, PORT: '1' };
const token = (args: readonly string[], env: Readonly<Record<string, string | undefined>> = nowhere) =>
  run(process.execPath, [command, '--data-dir', dataDir, ...args], { timeout: 20_000, env });
const makeKeys = () => loadSecrets(join(dataDir, 'keys'));

it('prints a token that the server with that key believes, and nothing else', async () => {
  const { jwt } = await makeKeys();
  const { stdout, stderr } = await token(['--role', 'staff', '--sub', 'me', '--theater', theaterId]);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^[A-Za-z0-9_.-]+\n$/);
  expect(await readAccessToken(jwt, stdout.trim(), Date.now())).toEqual({
    id: 'me',
    roles: ['staff'],
    theaterIds: [theaterId],
  });
});

it('prints one for all theaters to a gate that names none', async () => {
  const { jwt } = await makeKeys();
  const { stdout } = await token(['--role', 'gate', '--sub', 'door']);
  expect(await readAccessToken(jwt, stdout.trim(), Date.now())).toEqual({
    id: 'door',
    roles: ['gate'],
    theaterIds: ['*'],
  });
});

it('prints one for all theaters to staff that ask for it, and says that one without theaters opens nothing', async () => {
  const { jwt } = await makeKeys();
  const all = await token(['--role', 'staff', '--sub', 'me', '--theater', '*']);
  expect([all.stderr, await readAccessToken(jwt, all.stdout.trim(), Date.now())]).toEqual([
    '',
    { id: 'me', roles: ['staff'], theaterIds: ['*'] },
  ]);
  const none = await token(['--role', 'staff', '--sub', 'me']);
  expect([none.stderr, await readAccessToken(jwt, none.stdout.trim(), Date.now())]).toEqual([
    'token: staff act for the theaters of their token: without --theater it opens nothing\n',
    { id: 'me', roles: [], theaterIds: [] },
  ]);
});

it('says in one line what is wrong', async () => {
  await makeKeys();
  for (const args of [[], ['--role', 'god'], ['--role', 'staff', '--theater', 'x']]) {
    const failed = await token(args).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^error: .+\n$/) });
  }
});

it('makes no keys of its own, and says where it looked for those of the server', async () => {
  const failed = await token(['--role', 'admin']).catch((error: unknown) => error);
  const said = `token: there is no ${join(dataDir, 'keys', 'master.key')}: name the --data-dir of the server, or its MARQUEE_SECRET\n`;
  expect(failed).toMatchObject({ code: 2, stdout: '', stderr: said });
  expect(await readdir(dataDir)).toEqual([]);
});

it('warns when the server that runs there has other keys', async () => {
  await makeKeys();
  const server = createServer((_request, response) => response.writeHead(401).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const { stdout, stderr } = await token(['--role', 'admin'], { ...process.env, PORT: String(port) });
    expect(stdout).toMatch(/^[A-Za-z0-9_.-]+\n$/);
    expect(stderr).toContain(`the server at http://127.0.0.1:${port} has other keys`);
  } finally {
    server.close();
  }
});

it('shows an example', async () => {
  const { stdout } = await token(['--help']);
  expect(stdout).toContain('Example: TOKEN=$(npm run -s token -- --role admin)');
});
