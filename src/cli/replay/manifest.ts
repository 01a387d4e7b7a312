import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { CommandRefused } from '../command/CommandRefused.ts';
import { formats } from './request.ts';

export const manifestName = 'manifest.json';

const position = z.string().regex(/^\d{20}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Within the folder of the export. */
const file = z.strictObject({
  path: z.string().regex(/^(?:[A-Za-z]{1,64}\/)?[A-Za-z0-9-]{1,64}\.[a-z]{1,8}$/),
  events: z.int().min(0),
  bytes: z.int().min(0),
  sha256,
});
const part = z.strictObject({
  after: position,
  through: position,
  events: z.int().min(0),
  /** Events whose data could not be read. */
  unreadable: z.int().min(0),
  files: z.array(file),
});
const bound = z.union([z.strictObject({ position }), z.strictObject({ instant: z.string() })]);

export const manifestSchema = z.strictObject({
  madeBy: z.literal('marquee replay 1'),
  logId: z.uuid(),
  format: z.enum(formats),
  /** SHA-256 of the tables' definitions. */
  tables: sha256,
  asked: z.strictObject({
    from: bound.exactOptional(),
    to: bound.exactOptional(),
    asOf: bound.exactOptional(),
    category: z.array(z.string()),
    type: z.array(z.string()),
    stream: z.array(z.string()),
    partEvents: z.int(),
  }),
  after: position,
  until: position,
  isComplete: z.boolean(),
  events: z.int().min(0),
  parts: z.array(part),
});

export type Manifest = z.output<typeof manifestSchema>;
export type Part = z.output<typeof part>;
export type PartFile = z.output<typeof file>;

/** Undefined where there is none. Throws CommandRefused for one that is none of ours. */
export const readManifest = async (folder: string): Promise<Manifest | undefined> => {
  const text = await readFile(path.join(folder, manifestName), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
  if (text === undefined) return undefined;
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    const what = `${path.join(folder, manifestName)} is not the manifest of a replay of this version`;
    throw new CommandRefused(what, { cause: error });
  }
};

export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
};

/** Readers see the old one or the new one, also after a crash. */
export const writeWhole = async (target: string, draft: string, text: string): Promise<void> => {
  const handle = await open(draft, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, target);
  await syncFolder(path.dirname(target));
};
