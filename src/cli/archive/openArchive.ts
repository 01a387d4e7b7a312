import type { EventMetadata } from '../../ports/EventStore.ts';
import { positionStart } from '../../ports/EventStore.ts';
import { CommandRefused } from '../command/CommandRefused.ts';
import type { LogSource } from '../command/openLog.ts';
import type { CommandRun } from '../command/runOnSettings.ts';
import { archivedTexts } from './archivedTexts.ts';
import { type ArchiveIndex, readIndex } from './archiveIndex.ts';
import { openEngine } from './openEngine.ts';

export interface OpenedArchive extends LogSource {
  readonly index: ArchiveIndex;
}

/** Its leaves name people by pseudonyms already, so no key is needed. */
const noKey = new Uint8Array();
const asItIs = (metadata: EventMetadata): EventMetadata => metadata;

/** Read in place of the log. Throws CommandRefused where there is none, and DuckdbMissing. */
export const openArchive = async (
  folder: string,
  { signal, stack }: Pick<CommandRun, 'signal' | 'stack'>,
): Promise<OpenedArchive> => {
  const index = await readIndex(folder);
  if (index === undefined) throw new CommandRefused(`there is no archive in ${folder}`);
  const texts = archivedTexts(folder, index, await openEngine(stack));
  signal.addEventListener('abort', () => void texts.close(), { once: true });
  const head = index.months.at(-1)?.through ?? positionStart;
  return {
    index,
    ...{ events: { logId: index.logId, head: async () => head }, texts },
    ...{ identityKey: noKey, hideMetadata: asItIs },
  };
};
