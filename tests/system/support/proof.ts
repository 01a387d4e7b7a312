/** What others ask of a running program to check its log, and the audit beside it. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import { parseCheckpoint, parseNote } from '../../../src/tlog/note.ts';
import { childEnvironment } from '../../support/childEnvironment.ts';
import { eventually } from '../../support/eventually.ts';
import { call, expectStatus, text } from './api.ts';

const verifier = path.resolve(import.meta.dirname, '../../../docs/verify-event.mjs');
export const provedWithinMs = 10_000;

const proofSchema = z.strictObject({
  position: z.string(),
  at: z.iso.datetime(),
  showtimes: z.int(),
  conflicts: z.int(),
  chainHead: z.string(),
  size: z.int(),
  origin: z.string(),
  keys: z.array(z.string()),
  cosigned: z.strictObject({ size: z.int(), at: z.iso.datetime() }).optional(),
});

export const proofOf = async (url: string) =>
  proofSchema.parse(expectStatus(await call(url, 'GET', '/v1/proof'), 200).body);

export const checkpointOf = async (url: string, query = '') => {
  const answer = expectStatus(await call(url, 'GET', `/checkpoint${query}`), 200);
  const note = parseNote(answer.text);
  const head = note && parseCheckpoint(note.text);
  if (note === undefined || head === undefined) throw new Error(`no checkpoint: ${answer.text}`);
  return { head, note, answer };
};

export const linesOf = async (url: string, token: string): Promise<readonly string[]> => {
  const { text: lines } = expectStatus(
    await call(url, 'GET', '/v1/events?limit=10000&form=sealed', { token }),
    200,
  );
  return lines.trimEnd().split('\n');
};

export const headOf = (lines: readonly string[]): string =>
  text(Object(JSON.parse(lines.at(-1) ?? '{}')).position);

export const verify = (url: string, token: string, ...args: readonly string[]) =>
  new Promise<{ readonly code: number; readonly said: string }>((resolve) => {
    const env = { ...childEnvironment, MARQUEE_TOKEN: token };
    execFile(process.execPath, [verifier, url, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
    );
  });

interface AuditedHouse {
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string>>;
}

const auditCommand = path.resolve(import.meta.dirname, '../../../src/cli/audit.ts');

export const audit = ({ dataDir, env }: AuditedHouse, ...args: readonly string[]) =>
  new Promise<{ readonly code: number; readonly lines: readonly string[]; readonly told: string }>(
    (resolve) => {
      const all = [auditCommand, '--quiet', '--data-dir', dataDir, ...args];
      const options = { env: { ...childEnvironment, ...env } };
      execFile(process.execPath, all, options, (error, stdout, stderr) =>
        resolve({
          code: error === null ? 0 : Number(error.code),
          lines: stdout.trimEnd().split('\n'),
          told: stderr,
        }),
      );
    },
  );

export const metric = async (url: string, name: string): Promise<number> => {
  const { text: all } = await call(url, 'GET', '/metrics');
  return Number(
    all
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')
      .at(-1),
  );
};

/** Quiet: everything that was written is signed and audited. */
export const settled = async (url: string, token: string): Promise<readonly string[]> => {
  let lines: readonly string[] = [];
  await eventually(async () => {
    lines = await linesOf(url, token);
    const { position, size } = await proofOf(url);
    expect([position, size]).toEqual([headOf(lines), lines.length]);
  }, provedWithinMs);
  return lines;
};
