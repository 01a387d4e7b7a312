import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { sealedForm } from '../../api/log/sealedLine.ts';
import { createTextShower } from '../../api/log/shownText.ts';
import { type Position, positionBefore, positionStart } from '../../ports/EventStore.ts';
import type { LogTexts } from '../../ports/LogTexts.ts';
import { GrowingTree, leafHash } from '../../tlog/merkle.ts';
import { CommandRefused } from '../command/CommandRefused.ts';
import { type LogSource, openLog } from '../command/openLog.ts';
import { createProgress, type Progress } from '../command/progress.ts';
import type { CommandRun } from '../command/runOnSettings.ts';
import { counted } from '../rebuild/verdict.ts';
import { openExportFolder } from '../replay/exportFolder.ts';
import { type Manifest, manifestName } from '../replay/manifest.ts';
import { runExport } from '../replay/runExport.ts';
import { type ArchivedMonth, type ArchiveIndex, readIndex, sha256Of, writeIndex } from './archiveIndex.ts';
import { openLeafParts } from './leafParts.ts';
import { leafSql } from './leaves.ts';
import { filesOf, verifyFile } from './monthFiles.ts';
import { endOfMonth, monthAfter, monthOf } from './months.ts';
import { type ArchiveEngine, openEngine } from './openEngine.ts';

export interface ArchiveOptions {
  readonly out: string;
  readonly through?: string;
  readonly quiet?: boolean;
}

/** Clocks of nodes differ, so a month is not over at once. */
const overAfterMs = 3_600_000;
const partEvents = 250_000;

interface Month {
  readonly month: string;
  readonly after: Position;
  readonly through: Position;
}

interface Engines {
  readonly log: LogSource;
  readonly engine: ArchiveEngine;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const firstEvent = async (
  texts: LogTexts,
  range: Omit<Parameters<LogTexts['read']>[0], 'filter'>,
  from?: string,
) => {
  const filter = from === undefined ? {} : { from };
  for await (const { events } of texts.read({ ...range, filter })) {
    const [first] = events;
    if (first !== undefined) return first;
  }
  return undefined;
};

/** The month ends before the first event that was decided in a later one. */
const throughOf = async ({ texts }: LogSource, month: string, after: Position, head: Position) => {
  const next = await firstEvent(texts, { after, until: head }, endOfMonth(month).toISOString());
  return next === undefined ? head : positionBefore(next.position, 1);
};

const isOver = (month: string, nowMs: number): boolean => endOfMonth(month).getTime() + overAfterMs <= nowMs;

const exportMonth = async (
  { month, after, through }: Month,
  { out }: ArchiveOptions,
  { log, engine }: Engines,
  { signal }: CommandRun,
  progress: Progress,
): Promise<Manifest | undefined> => {
  const wanted: Manifest = {
    ...{ madeBy: 'marquee replay 1', logId: log.events.logId, format: 'parquet', after, until: through },
    tables: sha256Of(Buffer.from(leafSql)),
    asked: { category: [], type: [], stream: [], partEvents },
    ...{ isComplete: false, events: 0, parts: [] },
  };
  const folder = await openExportFolder(path.join(out, month), wanted, false);
  try {
    if (folder.manifest.isComplete) return folder.manifest;
    const ended = await runExport({
      ...{ texts: log.texts, partEvents, folder, signal, openPart: openLeafParts(engine) },
      range: { after, until: through, filter: {} },
      show: createTextShower(log.identityKey, log.hideMetadata, sealedForm),
      onProgress: (reached, events) => progress.at(reached, through, `${month}, ${counted(events, 'event')}`),
      beforeComplete: async () => undefined,
    });
    return ended === 'complete' ? folder.manifest : undefined;
  } finally {
    await folder.close();
  }
};

/** Hashes what was written, not what was read, so a file that was damaged on its way is noticed here. */
const growTree = async (
  { leavesOf }: ArchiveEngine,
  tree: GrowingTree,
  folder: string,
  manifest: Manifest,
): Promise<void> => {
  for (const part of filesOf(manifest)) {
    const file = await verifyFile(folder, part);
    for await (const leaves of leavesOf(file)) for (const leaf of leaves) tree.append(leafHash(leaf));
  }
};

const treeOf = (month: ArchivedMonth | undefined): GrowingTree =>
  month === undefined
    ? new GrowingTree()
    : GrowingTree.of({
        size: month.tree.size,
        subtrees: month.tree.subtrees.map((each) => Buffer.from(each, 'base64')),
      });

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const indexFor = async (out: string, logId: string): Promise<ArchiveIndex> => {
  const index = await readIndex(out);
  if (index === undefined) {
    const months = (await readdir(out)).filter((name) => !/^\d{4}-\d{2}$|^\.archive$/.test(name));
    if (months.length > 0)
      throw new CommandRefused(`${out} is not empty and no archive: choose another --out`);
    return { madeBy: 'marquee archive 1', logId, months: [] };
  }
  if (index.logId === logId) return index;
  throw new CommandRefused(`${out} is an archive of log ${index.logId}, this is log ${logId}`);
};

const monthToMake = async (
  log: LogSource,
  { months }: ArchiveIndex,
  head: Position,
): Promise<Month | undefined> => {
  const last = months.at(-1);
  if (last !== undefined) {
    const month = monthAfter(last.month);
    return { month, after: last.through, through: await throughOf(log, month, last.through, head) };
  }
  const first = await firstEvent(log.texts, { after: positionStart, until: head });
  if (first === undefined) return undefined;
  const month = monthOf(first.at);
  return { month, after: positionStart, through: await throughOf(log, month, positionStart, head) };
};

/** Throws CommandRefused and what opening the log throws. */
export const archiveMonths = async (options: ArchiveOptions, run: CommandRun): Promise<void> => {
  const { out, through: lastMonth = '9999-12', quiet = false } = options;
  const log = await openLog(run);
  const engine = await openEngine(run.stack);
  await mkdir(out, { recursive: true });
  let index = await indexFor(out, log.events.logId);
  const head = await log.events.head();
  const progress = createProgress('archive', process.stderr, quiet);
  run.stack.defer(() => progress.stop());
  const known = index.months.length;
  for (;;) {
    const next = await monthToMake(log, index, head);
    if (next === undefined || next.month > lastMonth || !isOver(next.month, Date.now())) break;
    const isEmpty = next.after >= next.through;
    const manifest = isEmpty ? undefined : await exportMonth(next, options, { log, engine }, run, progress);
    if (!isEmpty && manifest === undefined)
      return run.fail(`stopped in ${next.month}; the same command goes on from there`);
    const tree = treeOf(index.months.at(-1));
    const folder = path.join(out, next.month);
    if (manifest !== undefined) await growTree(engine, tree, folder, manifest);
    const digest = manifest && sha256Of(await readFile(path.join(folder, manifestName)));
    const made: ArchivedMonth = {
      ...{ ...next, events: manifest?.events ?? 0 },
      ...(digest === undefined ? {} : { manifest: digest }),
      tree: { size: tree.size, root: base64(tree.root()), subtrees: tree.subtrees.map(base64) },
    };
    index = { ...index, months: [...index.months, made] };
    await writeIndex(out, index);
    say(`${next.month}: ${counted(made.events, 'event')} up to position ${made.through}`);
  }
  progress.stop();
  const made = index.months.length - known;
  say(`${out}: ${counted(index.months.length, 'month')}, ${made === 0 ? 'nothing new' : `${made} new`}`);
};
