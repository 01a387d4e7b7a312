/** Where the page sends a newcomer must exist, and the numbers it gives must be those of its lists. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const page = readFileSync(path.join(root, 'docs/architecture.md'), 'utf8');
const table = page.slice(page.indexOf('## Where would I add'), page.indexOf('## Not there yet'));
const touchedMax = 8;

const isThere = (name: string): boolean =>
  ['src', '.'].some((folder) => existsSync(path.join(root, folder, name)));

/** Names of files and folders: in backticks, and with a `/` or an ending. */
const pathsIn = (cell: string): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '').filter((name) => /[/.]/.test(name));

const rows = table
  .split('\n')
  .filter((line) => line.startsWith('| a ') || line.startsWith('| **'))
  .map((line) => {
    const [, what = '', , touched = '', count = ''] = line.split('|');
    return { what: what.trim(), touched: pathsIn(touched), count: count.trim() };
  });

it('has a row for each change that is asked for', () => {
  const named = rows.map(({ what }) => /\*\*(.+?)\*\*/.exec(what)?.[1]);
  expect([...new Set(named)]).toEqual([
    ...['promo-code rule', 'read model', 'payment gateway', 'web page', 'waiting list'],
    ...['general admission', 'webhook'],
  ]);
});

it.each(rows)('names files that exist, and as many as it says: $what', ({ what, touched, count }) => {
  expect(touched.filter((name) => !isThere(name))).toEqual([]);
  if (what.includes('general admission')) return;
  expect(touched.length).toBe(Number.parseInt(count, 10));
  expect(touched.length).toBeLessThanOrEqual(touchedMax);
});
