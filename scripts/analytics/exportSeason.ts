/** The replay of a told season, without a database. */
import { createHash } from 'node:crypto';
import { openDuckdb } from '../../src/adapters/duckdb/openDuckdb.ts';
import { createTextShower } from '../../src/api/log/shownText.ts';
import { openExportFolder } from '../../src/cli/replay/exportFolder.ts';
import { runExport } from '../../src/cli/replay/runExport.ts';
import { openTableParts } from '../../src/cli/replay/tableParts.ts';
import { metadataHider } from '../../src/composition/engine/hiddenMetadata.ts';
import { positionStart } from '../../src/ports/EventStore.ts';
import type { LogTexts, RecordedText } from '../../src/ports/LogTexts.ts';

const pageEvents = 1_000;
const partEvents = 100_000;
const logId = '01900000-0000-7000-8000-000000000001';

const textsOf = (events: readonly RecordedText[]): LogTexts => ({
  givesRows: false,
  read: async function* () {
    for (let from = 0; from < events.length; from += pageEvents) {
      const page = events.slice(from, from + pageEvents);
      yield { events: page, reached: page.at(-1)?.position ?? positionStart };
    }
  },
  close: async () => undefined,
});

export const exportSeason = async (events: readonly RecordedText[], out: string): Promise<void> => {
  const until = events.at(-1)?.position ?? positionStart;
  const asked = { category: [], type: [], stream: [], partEvents };
  const tables = createHash('sha256').update('season').digest('hex');
  const begun = { after: positionStart, until, isComplete: false, events: 0, parts: [] };
  const wanted = { madeBy: 'marquee replay 1', logId, format: 'parquet', tables, asked, ...begun } as const;
  const folder = await openExportFolder(out, { ...wanted, asked: { ...asked }, parts: [] }, false);
  const duckdb = await openDuckdb({ memoryMegabytes: 256, threads: 1 });
  const identityKey = new Uint8Array(32);
  try {
    await runExport({
      ...{ texts: textsOf(events), partEvents, folder, signal: new AbortController().signal },
      range: { after: positionStart, until, filter: {} },
      openPart: openTableParts(duckdb, 'parquet'),
      show: createTextShower(identityKey, metadataHider(identityKey)),
      onProgress: () => undefined,
      beforeComplete: async () => undefined,
    });
  } finally {
    duckdb.close();
    await folder.close();
  }
};
