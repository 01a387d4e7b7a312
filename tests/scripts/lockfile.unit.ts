/**
 * The lock file must serve every machine: no download addresses in it, and the packages of every platform that a
 * dependency ships for, or `npm ci` refuses it.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

interface Locked {
  readonly resolved?: string;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../../package-lock.json'), 'utf8'),
) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
/** Without the project's own folders. */
const locked = Object.entries(lock.packages).filter(
  ([where, { link = false }]) => where.includes('node_modules/') && !link,
);

it('names no download address, and a checksum for each package', () => {
  expect(locked.filter(([, { resolved }]) => resolved !== undefined).map(([where]) => where)).toEqual([]);
  expect(locked.filter(([, { integrity }]) => integrity === undefined).map(([where]) => where)).toEqual([]);
});

it('has the packages of every platform', () => {
  const absent = locked.flatMap(([where, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) =>
        !(`node_modules/${name}` in lock.packages) && !(`${where}/node_modules/${name}` in lock.packages),
    ),
  );
  expect(absent).toEqual([]);
});
