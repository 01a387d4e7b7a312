/** The README must name every setting the program reads, every part of the source, and only pages that exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(path.join(root, name), 'utf8');
const readme = read('README.md');

it('names every setting, and no other', () => {
  const files = readdirSync(path.join(root, 'src/config')).map((name) => `src/config/${name}`);
  const source = ['src/config.ts', ...files].map(read).join('\n');
  const declared = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name);
  const table = readme.slice(readme.indexOf('| setting |'), readme.indexOf('runs one role'));
  const named = [...table.matchAll(/`([A-Z][A-Z_]+)`(?=[^|]*\|[^|]*\|[^|]*\|$)/gm)].map(([, name]) => name);
  expect(declared.length).toBeGreaterThan(5);
  expect(named.toSorted()).toEqual(declared.toSorted());
});

it('lists every part of the source', () => {
  const listed = [...readme.matchAll(/^(src\/\S+) /gm)].map(([, name]) => name ?? '');
  const folders = readdirSync(path.join(root, 'src'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(listed).toEqual(expect.arrayContaining(folders.map(({ name }) => `src/${name}`)));
  expect(listed.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
});

it.each([
  'README.md',
  'docs/architecture.md',
  ...readdirSync(path.join(root, 'docs/adr')).map((name) => `docs/adr/${name}`),
])('has only links that lead somewhere: %s', (page) => {
  const targets = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target ?? '');
  const broken = targets.filter((target) => !existsSync(path.resolve(root, path.dirname(page), target)));
  expect(broken).toEqual([]);
});

it('gives commands that package.json has', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const used = [...readme.matchAll(/npm (?:run (?:-s )?)?([a-z:]+)/g)].map(([, name]) => name ?? '');
  const own = used.filter((name) => name !== 'ci' && name !== 'needs');
  expect(own.length).toBeGreaterThan(4);
  expect(own.filter((name) => !(name in scripts))).toEqual([]);
});
