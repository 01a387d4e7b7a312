import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { CommandRefused } from '../command/CommandRefused.ts';
import { type Manifest, manifestName, type PartFile, readManifest } from '../replay/manifest.ts';
import { sha256OfFile } from '../replay/sha256OfFile.ts';
import { type ArchivedMonth, sha256Of } from './archiveIndex.ts';

const damaged = (file: string, why: string): CommandRefused =>
  new CommandRefused(`${file} is not what was archived: ${why}`);

/** Throws CommandRefused for one that was changed or is missing. */
export const manifestOf = async (
  folder: string,
  { month, ...archived }: ArchivedMonth,
): Promise<Manifest> => {
  const file = path.join(folder, month, manifestName);
  const manifest = await readManifest(path.join(folder, month));
  if (manifest === undefined) throw damaged(file, 'it is missing');
  const digest = sha256Of(await readFile(file));
  if (digest !== archived.manifest) throw damaged(file, `SHA-256 ${digest}, not ${archived.manifest}`);
  return manifest;
};

/** The files of a month in the log's order. */
export const filesOf = ({ parts }: Manifest): readonly PartFile[] => parts.flatMap(({ files }) => files);

/** Throws CommandRefused when a file was changed or is missing. */
export const verifyFile = async (folder: string, file: PartFile): Promise<string> => {
  const name = path.join(folder, file.path);
  const digest = await sha256OfFile(name).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') throw damaged(name, 'it is missing');
    throw error;
  });
  if (digest !== file.sha256) throw damaged(name, `SHA-256 ${digest}, not ${file.sha256}`);
  return name;
};
