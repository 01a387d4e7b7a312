/** The token command as an operator runs it. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createAccessTokens } from '../../src/adapters/keys/accessTokenKeys.ts';
import { accessTokenSeeds, loadSecrets } from '../../src/adapters/keys/loadSecrets.ts';
import { callerOfToken } from '../../src/api/http/auth/Caller.ts';
import { childEnvironment } from '../support/childEnvironment.ts';

const run = promisify(execFile);
const command = join(import.meta.dirname, '../../src/cli/token.ts');
const theaterId = '01900000-0000-7000-8000-000000000001';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'marquee-token-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** Of a port at which nothing listens. */
const nowhere = { ...childEnvironment, PORT: '1' };
const token = (args: readonly string[], env: Readonly<Record<string, string | undefined>> = nowhere) =>
  run(process.execPath, [command, '--data-dir', dataDir, ...args], { timeout: 20_000, env });
const failureOf = (args: readonly string[]): Promise<unknown> =>
  token(args).catch((error: { code: unknown; stdout: unknown; stderr: unknown }) => [
    error.code,
    error.stdout,
    error.stderr,
  ]);
const makeKeys = () => loadSecrets(join(dataDir, 'keys'));
/** What the server with these keys makes of it. */
const read = async (printed: string, tokenSecret?: string) => {
  const tokens = createAccessTokens(accessTokenSeeds(await makeKeys(), tokenSecret, []));
  const claims = await tokens.read(printed.trim(), Date.now());
  if (claims === undefined) return undefined;
  const { id, roles, theaterIds } = callerOfToken(claims, new Uint8Array(32));
  return { id, roles, theaterIds };
};

it('prints a token that the server with that key believes, and nothing else', async () => {
  await makeKeys();
  const { stdout, stderr } = await token(['--role', 'staff', '--sub', 'me', '--theater', theaterId]);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^[A-Za-z0-9_.-]+\n$/);
  expect(await read(stdout)).toEqual({
    id: 'me',
    roles: ['staff'],
    theaterIds: [theaterId],
  });
});

it('prints one for all theaters to a gate that names none', async () => {
  await makeKeys();
  const { stdout } = await token(['--role', 'gate', '--sub', 'door']);
  expect(await read(stdout)).toEqual({
    id: 'door',
    roles: ['gate'],
    theaterIds: ['*'],
  });
});

it('prints one for all theaters to staff that ask for it, and says that one without theaters opens nothing', async () => {
  await makeKeys();
  const all = await token(['--role', 'staff', '--sub', 'me', '--theater', '*']);
  expect([all.stderr, await read(all.stdout)]).toEqual([
    '',
    { id: 'me', roles: ['staff'], theaterIds: ['*'] },
  ]);
  const none = await token(['--role', 'staff', '--sub', 'me']);
  expect([none.stderr, await read(none.stdout)]).toEqual([
    'token: staff act for the theaters of their token: without --theater it opens nothing\n',
    { id: 'me', roles: [], theaterIds: [] },
  ]);
});

it('prints one that is fresh for its twelve hours, and with the secret for tokens where there is one', async () => {
  await makeKeys();
  const tokenSecret = '6f1d0c8b42e97a53d0b7e41f9c2a8635';
  const env = { ...nowhere, MARQUEE_TOKEN_SECRET: tokenSecret };
  const { stdout } = await token(['--role', 'admin', '--sub', 'me'], env);
  expect([await read(stdout), await read(stdout, tokenSecret)]).toEqual([
    undefined,
    { id: 'me', roles: ['admin'], theaterIds: [] },
  ]);
  const { iat, exp, auth_time, jti } = decodeJwt(stdout.trim());
  expect({ lifeSeconds: Number(exp) - Number(iat), auth_time, jti }).toEqual({
    ...{ lifeSeconds: 12 * 3_600, auth_time: iat },
    jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  expect(await failureOf(['--role', 'admin', '--ttl-seconds', '43201'])).toEqual([
    2,
    '',
    expect.stringContaining('Seconds from 1 to 43200.'),
  ]);
});

it('says in one line what is wrong', async () => {
  await makeKeys();
  for (const args of [[], ['--role', 'god'], ['--role', 'staff', '--theater', 'x']]) {
    expect(await failureOf(args)).toEqual([2, '', expect.stringMatching(/^error: .+\n$/)]);
  }
});

it('makes no keys of its own, and says where it looked for those of the server', async () => {
  const said = `token: there is no ${join(dataDir, 'keys', 'master.key')}: name the --data-dir of the server, or its MARQUEE_SECRET\n`;
  expect(await failureOf(['--role', 'admin'])).toEqual([2, '', said]);
  expect(await readdir(dataDir)).toEqual([]);
});

it('warns when the server that runs there has other keys', async () => {
  await makeKeys();
  const server = createServer((_request, response) => response.writeHead(401).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const { stdout, stderr } = await token(['--role', 'admin'], { ...nowhere, PORT: String(port) });
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
