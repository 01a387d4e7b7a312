/** The commands that the README shows, taken from its text and run in its order against a started program. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seatTypes } from '../../src/domain/seating/seat.ts';
import { cleanUp, dataFolder, type Program, startProgram } from '../support/program.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, block]) => block ?? '');
const curl = await run('curl', ['--version']).then(
  () => true,
  () => false,
);

interface Shown {
  readonly command: string;
  /** What the README prints below the command; empty when it prints nothing. */
  readonly answer: string;
}

/** Commands after `$ ` with their continuation lines, and what is shown below each. */
const shown = blocks.flatMap((block): readonly Shown[] =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((text) => {
      const lines = text.trimEnd().split('\n');
      const answerAt = lines.findIndex((line) => line.startsWith('{'));
      const [command, answer] =
        answerAt < 0 ? [lines, []] : [lines.slice(0, answerAt), lines.slice(answerAt)];
      return { command: command.join('\n'), answer: answer.join('\n') };
    }),
);

/** Without the types of seats: which ones a hall has depends on what is shown next. */
const keysIn = (json: string): readonly string[] =>
  [...json.matchAll(/"(\w+)":/g)]
    .map(([, key]) => key ?? '')
    .filter((key) => !seatTypes.some((type) => type === key));

if (!curl)
  process.stderr.write('curl is NOT HERE: the commands of the README are left out, and fail in CI\n');

describe.skipIf(!curl && process.env.CI === undefined)('the commands of the README', () => {
  let program: Program;

  beforeAll(async () => {
    const dataDir = await dataFolder();
    program = await startProgram({ dataDir, env: { DEMO_CATALOG: 'on' }, readyWithinMs: 110_000 });
  });
  afterAll(cleanUp);

  const inShell = async (command: string): Promise<string> => {
    const { dataDir, url } = program;
    const here = command
      .replaceAll('http://127.0.0.1:3000', url)
      .replace('ticket.pdf', `${dataDir}/ticket.pdf`);
    const env = { ...process.env, DATA_DIR: dataDir };
    return (await run('sh', ['-c', here], { cwd: root, env, timeout: 60_000 })).stdout;
  };

  it('find, hold and pay for seats, and answer what is shown below them', async () => {
    expect(shown.length).toBe(6);
    /** By the placeholder that stands for it. */
    const known = new Map<string, string>();
    const listed = ['theater id', 'showtime id'];
    for (const { command, answer } of shown) {
      const filled = command.replace(
        /<([\w ]+)>/g,
        (placeholder, name: string) => known.get(name) ?? placeholder,
      );
      expect(filled).not.toMatch(/<\w/);
      const said = await inShell(filled);
      expect(keysIn(said)).toEqual(expect.arrayContaining([...keysIn(answer)]));
      if (answer === '') continue;
      const body: Record<string, unknown> = JSON.parse(said);
      if (Array.isArray(body.items)) known.set(listed.shift() ?? '', body.items[0].id);
      for (const [name, value] of Object.entries(body)) if (typeof value === 'string') known.set(name, value);
    }
    expect((await readFile(path.join(program.dataDir, 'ticket.pdf'))).subarray(0, 5).toString()).toBe(
      '%PDF-',
    );
  });

  const blockWith = (words: string): string => {
    const found = blocks.filter((block) => block.includes(words));
    expect(found).toHaveLength(1);
    return found[0] ?? '';
  };

  it('print a token, and read the log with it', async () => {
    const lines = (await inShell(blockWith('--role admin)\ncurl'))).trim().split('\n');
    expect(lines.map((line) => Object.keys(JSON.parse(line)))).toEqual(
      Array.from({ length: 3 }, () => [
        ...['position', 'stream', 'revision', 'id', 'type', 'version', 'at', 'data', 'metadata'],
      ]),
    );
  });

  it('ask for a report', async () => {
    const report = await inShell(blockWith('/v1/reports/'));
    expect(Object.keys(JSON.parse(report))).toEqual(
      expect.arrayContaining(['report', 'by', 'position', 'asOf', 'items']),
    );
  });

  it('are all run here, those with curl', () => {
    const others = [blockWith('--role admin)\ncurl'), blockWith('/v1/reports/')];
    const curls = (text: string): number => text.match(/\bcurl /g)?.length ?? 0;
    const run = [...shown.map(({ command }) => command), ...others];
    expect(curls(run.join('\n'))).toBe(curls(readme));
  });

  it('prove the log', async () => {
    expect(await inShell(blockWith('docs/check-log.mjs'))).toMatch(
      /\d+ streams, \d+ showtimes: no seat ever had two owners\n$/,
    );
  });
});
