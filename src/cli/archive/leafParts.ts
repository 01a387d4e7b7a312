import { createHash, type Hash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { lineOfText, type ShownText } from '../../api/log/shownText.ts';
import type { PartFile } from '../replay/manifest.ts';
import type { OpenPart } from '../replay/PartWriter.ts';
import { SpoolFile } from '../replay/SpoolFile.ts';
import { fileAt } from '../replay/tableParts.ts';
import { rowOf } from './leaves.ts';
import type { ArchiveEngine } from './openEngine.ts';

/** The engine holds so many rows at once; where these are large, such as layouts, a file ends before they are many. */
const rowsAtOnce = 2_048;
const bytesAtOnceMax = 8_000_000;

interface Spool {
  readonly file: SpoolFile;
  /** Of the leaves, a line each. */
  readonly leaves: Hash;
  windowFrom: number;
}

const isFull = (spool: Spool): boolean => {
  const { lines, bytes } = spool.file;
  if (lines > 0 && lines % rowsAtOnce === 0) spool.windowFrom = bytes;
  return bytes - spool.windowFrom >= bytesAtOnceMax;
};

/** SHA-256 of the leaves that a file gives back, a line each. */
const digestOf = async ({ leavesOf }: ArchiveEngine, file: string): Promise<string> => {
  const hash = createHash('sha256');
  for await (const leaves of leavesOf(file)) for (const leaf of leaves) hash.update(`${leaf}\n`);
  return hash.digest('hex');
};

/** Events as rows of files, each of which is kept only if it gives back the leaf of each event, byte for byte. */
export const openLeafParts =
  (engine: ArchiveEngine): OpenPart =>
  async (work, place) => {
    const spools: Spool[] = [];
    let waiting: ShownText[] = [];

    const begin = async (): Promise<Spool> => {
      await spools.at(-1)?.file.finish({ durable: false });
      const file = await SpoolFile.open(path.join(work, `${place}-${spools.length}.spool`));
      const spool = { file, leaves: createHash('sha256'), windowFrom: 0 };
      spools.push(spool);
      return spool;
    };

    const flush = async (): Promise<void> => {
      let spool = spools.at(-1) ?? (await begin());
      for (const event of waiting) {
        if (isFull(spool)) spool = await begin();
        spool.leaves.update(lineOfText(event));
        spool.file.add(event.position, rowOf(event));
      }
      waiting = [];
    };

    const convert = async ({ file, leaves }: Spool): Promise<readonly [PartFile, string]> => {
      const draft = `${file.path}.parquet`;
      await engine.convert(file.path, draft);
      await rm(file.path);
      if ((await digestOf(engine, draft)) !== leaves.digest('hex'))
        throw new Error(`the events ${file.span} cannot be kept as they are`);
      return [await fileAt(draft, `events/${file.span}.parquet`, file.lines), draft];
    };

    return {
      add: (event) => void waiting.push(event),
      flush,
      finish: async () => {
        await flush();
        await spools.at(-1)?.file.finish({ durable: false });
        const made: (readonly [PartFile, string])[] = [];
        for (const spool of spools) made.push(await convert(spool));
        const drafts = new Map(made.map(([file, draft]) => [file.path, draft]));
        return { files: made.map(([file]) => file), drafts, unreadable: 0 };
      },
      abandon: async () => void (await spools.at(-1)?.file.finish({ durable: false })),
    };
  };
