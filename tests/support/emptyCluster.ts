/** `initdb` takes longer than most tests that need a database: its result is made once per run and copied. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { findBinaries } from '../../src/adapters/embedded-postgres/binaries.ts';
import { ensureCluster } from '../../src/adapters/embedded-postgres/cluster.ts';
import { preparePaths } from '../../src/adapters/embedded-postgres/paths.ts';
import { findServerUser } from '../../src/adapters/embedded-postgres/serverUser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly emptyClusterDir: string;
  }
}

const run = promisify(execFile);

/** Global setup: names the folder of this run, and removes it after the run. */
export default async function provideFolder(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'marquee-cluster-'));
  project.provide('emptyClusterDir', folder);
  return () => rm(folder, { recursive: true, force: true });
}

const make = async (folder: string): Promise<string> => {
  const made = path.join(folder, 'made');
  if (existsSync(made)) return made;
  const scratch = await mkdtemp(path.join(folder, 'scratch-'));
  const paths = await preparePaths(scratch);
  const binaries = await findBinaries();
  await ensureCluster(binaries, paths, findServerUser(binaries, paths.folder));
  // When another worker was first, its cluster is as good.
  await rename(scratch, made).catch((error: unknown) => {
    if (!existsSync(made)) throw error;
  });
  return made;
};

let template: Promise<string> | undefined;

/** Gives a data folder that never had a database an empty cluster, all with the same password. */
export const giveEmptyCluster = async (dataDir: string): Promise<void> => {
  if (existsSync(path.join(dataDir, 'postgres'))) return;
  template ??= make(inject('emptyClusterDir'));
  await run('cp', ['-a', path.join(await template, 'postgres'), dataDir]);
};
