/** The gate of the page about tickets, run as a stranger would: saved to a file, beside a saved answer of the keys. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAccessTokens } from '../../src/adapters/keys/accessTokenKeys.ts';
import { createTicketKeys } from '../../src/adapters/keys/ticketKeys.ts';
import { claims as ticketClaims } from '../domain/ticket/tickets.ts';
import { uuid } from '../support/showtimes.ts';

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/tickets.md'), 'utf8');
const keys = createTicketKeys(new Uint8Array(32).fill(5));
const tokens = createAccessTokens([new Uint8Array(32).fill(8)]);
const claims = { ...ticketClaims, exp: Math.ceil(Date.now() / 1_000) + 3_600 };
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'marquee-gate-'));
  const [, snippet = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
  writeFileSync(path.join(directory, 'gate.mjs'), snippet);
  writeFileSync(
    path.join(directory, 'keys.json'),
    JSON.stringify({ keys: [...keys.publicKeys().keys, ...tokens.publicKeys().keys] }),
  );
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const gate = (code: string): Promise<{ readonly stdout: string; readonly failed: boolean }> =>
  new Promise((resolve) => {
    execFile(process.execPath, ['gate.mjs', code], { cwd: directory, timeout: 20_000 }, (error, stdout) => {
      resolve({ stdout, failed: error !== null });
    });
  });

it('lets a genuine ticket in', async () => {
  const { stdout, failed } = await gate(await keys.signTicket(claims));
  expect(failed).toBe(false);
  expect(JSON.parse(stdout)).toEqual(claims);
});

it('has a gate of about ten lines', () => {
  const lines = readFileSync(path.join(directory, 'gate.mjs'), 'utf8').split('\n').filter(Boolean);
  expect(lines.length).toBeLessThanOrEqual(12);
});

it.each<[string, () => Promise<string>]>([
  ['nothing', async () => ''],
  ['a ticket that is over', () => keys.signTicket({ ...claims, exp: claims.exp - 7_200 })],
  [
    'an access token',
    () => {
      const issuedAtMs = Date.now();
      const at = { issuedAtMs, expiresAtMs: issuedAtMs + 60_000, authenticatedAtMs: issuedAtMs };
      return tokens.issue({ subject: 'x', roles: ['admin'], theaterIds: [], tokenId: uuid(1), ...at });
    },
  ],
  ['another cinema’s ticket', () => createTicketKeys(new Uint8Array(32).fill(6)).signTicket(claims)],
  [
    'other seats',
    async () => {
      const [header, , signature] = (await keys.signTicket(claims)).split('.');
      const payload = Buffer.from(JSON.stringify({ ...claims, seatIds: ['Z9'] })).toString('base64url');
      return `${header}.${payload}.${signature}`;
    },
  ],
])('refuses %s', async (_name, code) => {
  expect(await gate(await code())).toEqual({ stdout: '', failed: true });
});
