import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readStorm } from '../../bench/storm/readStorm.ts';
import { stormOf } from '../../src/cli/storm/stormOf.ts';
import { asks, books, recordedSale, rowOfSix } from '../support/onSale.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-storm-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const { head, steps } = stormOf(recordedSale(rowOfSix(), [asks(1, 1, ['A1']), books(1, 2)]));
const read = async (...lines: readonly unknown[]) => {
  const file = path.join(folder, 'storm.ndjson');
  await writeFile(
    file,
    lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
  );
  return readStorm(file);
};

it('reads what was written', async () => {
  expect(await read(head, ...steps)).toEqual({ head, steps });
});

it.each([
  ['an empty file', [], 'is empty'],
  ['another file', ['{}'], 'is no storm: npm run storm writes one'],
  ['what is no JSON', [head, 'hold'], 'line 2 is no JSON'],
  ['an unknown step', [head, { ...steps[0], do: 'wait' }], 'line 2 is no step'],
  ['a file that was cut', [head, steps[0]], 'ends after 1 of 2 steps'],
  ['steps that go back in time', [head, steps[1], steps[0]], 'line 3 is earlier'],
  ['more steps than were said', [head, ...steps, steps[1]], 'more than the 2 steps'],
])('refuses %s', async (_what, lines, message) => {
  await expect(read(...lines)).rejects.toThrow(message);
});
