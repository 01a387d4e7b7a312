import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type HeldLock, tryLock } from '../../adapters/embedded-postgres/FileLock.ts';
import { CommandRefused } from '../command/CommandRefused.ts';
import { type Manifest, manifestName, type Part, readManifest, syncFolder, writeWhole } from './manifest.ts';

const workName = '.replay';

export interface ExportFolder {
  readonly manifest: Manifest;
  /** For files that are not complete. */
  readonly work: string;
  /** Moves the files of a part to their places, then notes them. `drafts`: where they are, by the path of their place. */
  keep(part: Part, drafts: ReadonlyMap<string, string>): Promise<void>;
  complete(): Promise<void>;
  close(): Promise<void>;
}

const contentsOf = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name !== workName);

const isSameExport = (one: Manifest, other: Manifest): boolean =>
  (['logId', 'format', 'tables', 'asked'] as const).every((key) => isDeepStrictEqual(one[key], other[key]));

const removeExport = async (folder: string, { parts }: Manifest): Promise<void> => {
  await rm(path.join(folder, manifestName), { force: true });
  for (const { files } of parts) {
    for (const { path: name } of files) await rm(path.join(folder, name), { force: true });
  }
};

/** What to go on from: an export that was begun, or the new one. */
const chosen = async (folder: string, wanted: Manifest, force: boolean): Promise<Manifest> => {
  const contents = await contentsOf(folder);
  if (contents.length === 0) return wanted;
  if (force) {
    const old = await readManifest(folder).catch(() => undefined);
    if (old !== undefined) await removeExport(folder, old);
    return wanted;
  }
  const begun = await readManifest(folder);
  if (begun === undefined) {
    throw new CommandRefused(`${folder} is not empty: choose another --out, or write into it with --force`);
  }
  if (isSameExport(begun, wanted)) return begun;
  throw new CommandRefused(
    `${folder} holds another export: choose another --out, or replace it with --force`,
  );
};

const locked = (work: string, folder: string): HeldLock => {
  const lock = tryLock(path.join(work, 'lock'), 'exclusive');
  if (lock === undefined) throw new CommandRefused(`another replay is writing to ${folder}`);
  return lock;
};

/** Of an export that is to be made or gone on with. Throws CommandRefused and the file system's errors. */
export const openExportFolder = async (
  folder: string,
  wanted: Manifest,
  force: boolean,
): Promise<ExportFolder> => {
  const work = path.join(folder, workName);
  await mkdir(work, { recursive: true });
  const lock = locked(work, folder);
  const removeWork = async (): Promise<void> => {
    lock.release();
    await rm(work, { recursive: true, force: true });
  };
  let manifest: Manifest;
  try {
    manifest = await chosen(folder, wanted, force);
  } catch (error) {
    await removeWork();
    throw error;
  }
  const note = async (next: Manifest): Promise<void> => {
    const text = `${JSON.stringify(next, null, 1)}\n`;
    await writeWhole(path.join(folder, manifestName), path.join(work, manifestName), text);
    manifest = next;
  };
  if (!manifest.isComplete) await note(manifest);
  return {
    get manifest() {
      return manifest;
    },
    work,
    keep: async (part, drafts) => {
      const folders = new Set<string>();
      for (const [name, draft] of drafts) {
        const target = path.join(folder, name);
        await mkdir(path.dirname(target), { recursive: true });
        await rename(draft, target);
        folders.add(path.dirname(target));
      }
      for (const each of folders) await syncFolder(each);
      const { events, parts } = manifest;
      await note({ ...manifest, events: events + part.events, parts: [...parts, part] });
    },
    complete: () => note({ ...manifest, isComplete: true }),
    close: removeWork,
  };
};
