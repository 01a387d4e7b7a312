import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const logLines = path.resolve(import.meta.dirname, '../src/logLines.ts');
const logging = (lines: number) => `
  import pino from 'pino';
  import { logLines } from ${JSON.stringify(logLines)};
  const logger = pino({}, logLines());
  for (let line = 0; line < ${lines}; line += 1) logger.info({ line }, 'one of many');`;

const linesOf = async (lines: number, end: string) => {
  const args = ['--input-type=module-typescript', '--eval', `${logging(lines)} ${end}`];
  const { stderr } = await promisify(execFile)(process.execPath, args).catch(
    (error: unknown) => error as { stderr: string },
  );
  const found = stderr.split('\n').filter((line) => line.startsWith('{'));
  return found.map((line) => (JSON.parse(line) as { line: number }).line);
};

it.each([
  ['ends', 1_000, ''],
  ['is told to exit', 20, 'process.exit(3);'],
  ['ends by an uncaught error', 20, 'throw new Error("uncaught");'],
  ['ends a moment after its last line', 1_000, 'setTimeout(() => process.exit(), 300);'],
])('all lines are written, in order, when the process %s', async (_how, lines, end) => {
  expect(await linesOf(lines, end)).toEqual(Array.from({ length: lines }, (_, line) => line));
});
