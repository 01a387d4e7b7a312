/** SECURITY.md and docs/asvs.md name what is there, and every requirement of the chapters once. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

it.each(['SECURITY.md', 'docs/asvs.md'])('%s names files that there are', (page) => {
  const named = [...read(page).matchAll(/`((?:src|tests|docs|deploy)\/[\w./-]+)`/g)].map(
    ([, path = '']) => path,
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});

it('answers each requirement once, in order, with yes, no or n/a', () => {
  const rows = [...read('docs/asvs.md').matchAll(/^\| (\d+)\.(\d+)\.(\d+) \| ([^|]+) \| ([^|]+) \|/gm)].map(
    ([, ...cells]) => cells,
  );
  const numbers = rows.map((cells) => cells.slice(0, 3).map(Number));
  const rank = ([chapter = 0, section = 0, requirement = 0]: readonly number[]) =>
    chapter * 10_000 + section * 100 + requirement;
  expect(numbers.map(rank)).toEqual([...new Set(numbers.map(rank))].toSorted((one, other) => one - other));
  expect([...new Set(numbers.map(([chapter]) => chapter))]).toEqual(
    Array.from({ length: 17 }, (_, n) => n + 1),
  );
  expect([...new Set(rows.map((cells) => cells[4]))].toSorted()).toEqual(['n/a', 'no', 'yes']);
  expect(rows).toHaveLength(253);
});
