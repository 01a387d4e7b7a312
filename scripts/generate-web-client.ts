/** Writes the types of the HTTP contract, from the description that the program gives of itself. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { openTestApp } from '../tests/api/support/testApp.ts';

const web = path.resolve(import.meta.dirname, '../web');
const generator = path.join(web, 'node_modules/openapi-typescript/bin/cli.js');
const target = path.join(web, 'src/shared/api/schema.ts');

const app = await openTestApp();
const folder = await mkdtemp(path.join(tmpdir(), 'marquee-openapi-'));
try {
  const description = path.join(folder, 'openapi.json');
  const { body } = await app.app.inject({ url: '/openapi.json' });
  await writeFile(description, body);
  await promisify(execFile)(process.execPath, [generator, description, '--output', target]);
} finally {
  await rm(folder, { recursive: true });
  await app.close();
}
