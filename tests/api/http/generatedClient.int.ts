/** A client generated from /openapi.json compiles and books a seat over HTTP. */
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cinema, openCinema } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const here = join(root, 'tests/client');
const node = (...args: readonly string[]) => run(process.execPath, args, { cwd: here, timeout: 100_000 });

let target: TestApp;
let cinema: Cinema;
let baseUrl: string;

beforeAll(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
  baseUrl = await target.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => target.close());

it('is generated, compiles and books a seat', async () => {
  await mkdir(join(here, 'generated'), { recursive: true });
  const description = await (await fetch(`${baseUrl}/openapi.json`)).text();
  await writeFile(join(here, 'generated/openapi.json'), description);
  const generator = join(here, 'node_modules/openapi-typescript/bin/cli.js');
  await node(generator, 'generated/openapi.json', '--output', 'generated/schema.ts');
  await node(join(root, 'node_modules/typescript/bin/tsc'), '-p', here);
  const { stdout } = await node('bookASeat.ts', baseUrl);
  expect(JSON.parse(stdout)).toEqual({
    showtimeId: cinema.showtimeId,
    status: 'confirmed',
    seatIds: [expect.stringMatching(/^[AB][0-9]+$/)],
    total: { amount: expect.any(Number), currency: 'GBP' },
    same: true,
  });
});
