import path from 'node:path';
import { z } from 'zod';
import type { LogRange, LogTexts, RecordedText } from '../../ports/LogTexts.ts';
import { matchesFilter } from '../../ports/matchesFilter.ts';
import { CommandRefused } from '../command/CommandRefused.ts';
import type { ArchiveIndex } from './archiveIndex.ts';
import { filesOf, manifestOf, verifyFile } from './monthFiles.ts';
import type { ArchiveEngine } from './openEngine.ts';

const headSchema = z.strictObject({
  position: z.string().regex(/^\d{20}$/),
  stream: z.string(),
  revision: z.int().min(0),
  id: z.uuid(),
  type: z.string(),
  version: z.int().min(1),
  at: z.string(),
});
const dataField = ',"data":';
const metadataField = ',"metadata":{"correlationId":';

/** The parts of a leaf stay the texts that they are, so that their hashes are those of the log. */
const readLeaf = (leaf: string, file: string): RecordedText => {
  const data = leaf.indexOf(dataField);
  const metadata = leaf.lastIndexOf(metadataField);
  const head = headSchema.safeParse(
    data === -1 || metadata < data || !leaf.endsWith('}') ? undefined : JSON.parse(`${leaf.slice(0, data)}}`),
  );
  if (!head.success) throw new CommandRefused(`${file} has a row that is no event`);
  return {
    ...head.data,
    data: leaf.slice(data + dataField.length, metadata),
    metadata: leaf.slice(metadata + ',"metadata":'.length, -1),
  };
};

/** The files of the months that have a part of the range. Throws CommandRefused for one that was changed. */
async function* filesIn(
  folder: string,
  { months }: ArchiveIndex,
  { after, until }: Pick<LogRange, 'after' | 'until'>,
): AsyncGenerator<string, void> {
  for (const month of months) {
    if (month.through <= after || month.after >= until || month.events === 0) continue;
    for (const part of filesOf(await manifestOf(folder, month)))
      yield await verifyFile(path.join(folder, month.month), part);
  }
}

/** An archive read as a log. Each file is verified before it is read. */
export const archivedTexts = (folder: string, index: ArchiveIndex, { leavesOf }: ArchiveEngine): LogTexts => {
  let isClosed = false;
  return {
    givesRows: false,
    read: async function* (range) {
      const { after, until, filter } = range;
      for await (const file of filesIn(folder, index, range)) {
        for await (const leaves of leavesOf(file)) {
          if (isClosed) return;
          const read = leaves.map((leaf) => readLeaf(leaf, file));
          const within = read.filter(({ position }) => position > after && position <= until);
          const reached = within.at(-1)?.position;
          if (reached !== undefined)
            yield { events: within.filter((event) => matchesFilter(filter, event)), reached };
        }
      }
      yield { events: [], reached: until };
    },
    close: async () => {
      isClosed = true;
    },
  };
};
