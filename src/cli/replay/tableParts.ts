import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Duckdb } from '../../adapters/duckdb/openDuckdb.ts';
import type { ShownText } from '../../api/log/shownText.ts';
import { convertSpool, type TableFormat } from './convertSpool.ts';
import type { PartFile } from './manifest.ts';
import type { OpenPart, PartDraft } from './PartWriter.ts';
import type { SpoolFile } from './SpoolFile.ts';
import { sha256OfFile } from './sha256OfFile.ts';
import { sortOut } from './sortOut.ts';
import { TableSpool } from './TableSpool.ts';
import { tableFor, tableLine } from './tableLine.ts';
import { type Table, unreadable } from './tables.ts';

interface Made {
  readonly file: PartFile;
  readonly draft: string;
}

/** Syncs it too. */
export const fileAt = async (draft: string, name: string, events: number): Promise<PartFile> => {
  const handle = await open(draft, 'r');
  try {
    await handle.sync();
    return { path: name, events, bytes: (await handle.stat()).size, sha256: await sha256OfFile(draft) };
  } finally {
    await handle.close();
  }
};

const createConverter = (duckdb: Duckdb, format: TableFormat) => {
  const convert = async (table: Table, spool: SpoolFile): Promise<Made> => {
    const draft = `${spool.path}.${format}`;
    const count = await convertSpool(duckdb, table, spool.path, draft, format);
    if (count !== spool.lines) throw new Error(`${table.name}: ${count} rows of ${spool.lines} events`);
    await rm(spool.path);
    return { file: await fileAt(draft, `${table.name}/${spool.span}.${format}`, count), draft };
  };

  const convertAll = async (spool: TableSpool): Promise<readonly Made[]> => {
    await spool.finish();
    const made: Made[] = [];
    for (const file of spool.files) made.push(await convert(spool.table, file));
    return made;
  };

  /** One bad line stops a conversion: it is then moved to `bad`. */
  const convertGood = async (table: Table, file: SpoolFile, bad: TableSpool): Promise<readonly Made[]> => {
    try {
      return [await convert(table, file)];
    } catch (error) {
      const folder = `${file.path}.good`;
      await mkdir(folder, { recursive: true });
      const [good, badBefore] = [new TableSpool(table, folder), bad.lines];
      await sortOut(table.name, file.path, good, bad);
      if (bad.lines === badBefore) throw error;
      return convertAll(good);
    }
  };

  return { convertAll, convertGood };
};

const byName = ({ table: one }: TableSpool, { table: other }: TableSpool): number =>
  one.name < other.name ? -1 : 1;

/** Spools each type's lines, and lets the engine convert them while the next part is read. */
export const openTableParts =
  (duckdb: Duckdb, format: TableFormat): OpenPart =>
  async (work, place) => {
    const folder = path.join(work, String(place));
    await mkdir(folder, { recursive: true });
    const { convertAll, convertGood } = createConverter(duckdb, format);
    const spools = new Map<Table, TableSpool>();
    let waiting: ShownText[] = [];

    const flush = async (): Promise<void> => {
      for (const event of waiting) {
        const table = tableFor(event);
        const spool = spools.get(table) ?? new TableSpool(table, folder);
        spools.set(table, spool);
        const opening = spool.add(event.position, tableLine(table, event));
        if (opening !== undefined) await opening;
      }
      waiting = [];
    };

    const finish = async (): Promise<PartDraft> => {
      await flush();
      const bad = spools.get(unreadable) ?? new TableSpool(unreadable, folder);
      const made: Made[] = [];
      for (const spool of [...spools.values()].filter((each) => each !== bad).sort(byName)) {
        await spool.finish();
        for (const file of spool.files) made.push(...(await convertGood(spool.table, file, bad)));
      }
      made.push(...(await convertAll(bad)));
      return {
        files: made.map(({ file }) => file),
        drafts: new Map(made.map(({ file, draft }) => [file.path, draft])),
        unreadable: bad.lines,
      };
    };

    return {
      add: (event) => void waiting.push(event),
      flush,
      finish,
      abandon: async () => {
        for (const spool of spools.values()) await spool.finish();
      },
    };
  };
