import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CommandRefused } from '../command/CommandRefused.ts';
import { writeWhole } from '../replay/manifest.ts';

const indexName = 'archive.json';
export const monthPattern = /^\d{4}-(?:0[1-9]|1[0-2])$/;
const position = z.string().regex(/^\d{20}$/);
const hash = z.base64().length(44);
const monthsMax = 1_200;

const archivedMonth = z.strictObject({
  month: z.string().regex(monthPattern),
  after: position,
  through: position,
  events: z.int().min(0),
  /** SHA-256 of the month's manifest; absent for a month without events. */
  manifest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .exactOptional(),
  /** Of the log's tree up to the end of the month. */
  tree: z.strictObject({ size: z.int().min(0), root: hash, subtrees: z.array(hash).max(64) }),
});
export type ArchivedMonth = z.output<typeof archivedMonth>;

const indexSchema = z.strictObject({
  madeBy: z.literal('marquee archive 1'),
  logId: z.uuid(),
  months: z.array(archivedMonth).max(monthsMax),
});
export type ArchiveIndex = z.output<typeof indexSchema>;

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const isChain = ({ months }: ArchiveIndex): boolean =>
  months.every(({ after, tree, events }, at) => {
    const before = months[at - 1];
    return before === undefined || (after === before.through && tree.size === before.tree.size + events);
  });

/** Undefined where there is none. Throws CommandRefused for one that cannot be read. */
export const readIndex = async (folder: string): Promise<ArchiveIndex | undefined> => {
  const file = path.join(folder, indexName);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const refused = (why: string, cause?: unknown) => new CommandRefused(`${file} ${why}`, { cause });
  let index: ArchiveIndex;
  try {
    index = indexSchema.parse(JSON.parse(text));
  } catch (error) {
    throw refused('is not the index of an archive of this version', error);
  }
  if (!isChain(index)) throw refused('has months that do not follow each other');
  return index;
};

export const writeIndex = async (folder: string, index: ArchiveIndex): Promise<void> => {
  const work = path.join(folder, '.archive');
  await mkdir(work, { recursive: true });
  const text = `${JSON.stringify(index, null, 1)}\n`;
  await writeWhole(path.join(folder, indexName), path.join(work, indexName), text);
  await rm(work, { recursive: true, force: true });
};
