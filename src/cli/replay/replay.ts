import { createHash } from 'node:crypto';
import path from 'node:path';
import { openDuckdb } from '../../adapters/duckdb/openDuckdb.ts';
import { createTextShower } from '../../api/log/shownText.ts';
import { openArchive } from '../archive/openArchive.ts';
import { CommandRefused } from '../command/CommandRefused.ts';
import { type LogSource, openLog } from '../command/openLog.ts';
import { createProgress, type Progress } from '../command/progress.ts';
import type { CommandRun } from '../command/runOnSettings.ts';
import { counted } from '../rebuild/verdict.ts';
import { countEvents } from './dryRun.ts';
import { type ExportFolder, openExportFolder } from './exportFolder.ts';
import { openLinePart } from './lineParts.ts';
import { type Manifest, writeWhole } from './manifest.ts';
import type { OpenPart } from './PartWriter.ts';
import { type Asked, type Format, rangeOf } from './request.ts';
import { runExport } from './runExport.ts';
import { openTableParts } from './tableParts.ts';
import { everyTable } from './tables.ts';
import { viewsSql } from './tablesSql.ts';
import { replayToStdout } from './toStdout.ts';

const engineMemoryMegabytes = 96;
/** CSV takes DuckDB more memory than Parquet and has no required speed, so freed memory is returned sooner. */
const giveBackMegabytes = { parquet: 36, csv: 24 } as const;

export interface ReplayOptions extends Asked {
  readonly format: Format;
  /** A folder; `-` is the standard output. */
  readonly out: string;
  readonly partEvents: number;
  /** A folder that is read in place of the log. */
  readonly archive?: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly quiet?: boolean;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const rateDetail = () => {
  const begunMs = performance.now();
  return (events: number): string => {
    const seconds = Math.max(0.001, (performance.now() - begunMs) / 1_000);
    return `${counted(events, 'event')}, ${Math.round(events / seconds).toLocaleString('en')} a second`;
  };
};

const wantedManifest = (
  options: ReplayOptions,
  logId: string,
  { after, until }: Pick<Manifest, 'after' | 'until'>,
): Manifest => {
  const { from, to, asOf, category, type, stream, partEvents, format } = options;
  const bounds = {
    ...(from === undefined ? {} : { from: { ...from } }),
    ...(to === undefined ? {} : { to: { ...to } }),
    ...(asOf === undefined ? {} : { asOf: { ...asOf } }),
  };
  const asked = { ...bounds, category: [...category], type: [...type], stream: [...stream], partEvents };
  const shape = format === 'ndjson' ? 'lines 1' : JSON.stringify(everyTable);
  const tables = createHash('sha256').update(shape).digest('hex');
  const begun = { isComplete: false, events: 0, parts: [] };
  return { madeBy: 'marquee replay 1', logId, format, tables, asked, after, until, ...begun };
};

const openParts = async (
  { format }: ReplayOptions,
  { work }: ExportFolder,
  { stack }: CommandRun,
): Promise<OpenPart> => {
  if (format === 'ndjson') return openLinePart;
  const duckdb = await openDuckdb({
    memoryMegabytes: engineMemoryMegabytes,
    giveBackMegabytes: giveBackMegabytes[format],
    threads: 1,
    spillFolder: path.join(work, 'spill'),
  });
  stack.defer(() => duckdb.close());
  return openTableParts(duckdb, format);
};

const tellWhole = (folder: string, { events, parts, until }: Manifest): void => {
  const files = parts.reduce((sum, part) => sum + part.files.length, 0);
  say(`${folder}: ${counted(events, 'event')} up to position ${until}, in ${counted(files, 'file')}`);
  const unreadable = parts.reduce((sum, part) => sum + part.unreadable, 0);
  if (unreadable > 0)
    process.stderr.write(`replay: ${counted(unreadable, 'event')} could not be read: see docs/replay.md\n`);
};

const writeTablesSql = async (folder: ExportFolder, out: string): Promise<void> => {
  const name = 'tables.sql';
  await writeWhole(
    path.join(out, name),
    path.join(folder.work, name),
    `${viewsSql(folder.manifest, '').join('\n')}\n`,
  );
};

const exportTo = async (
  options: ReplayOptions,
  run: CommandRun,
  { events, texts, ...naming }: LogSource,
  progress: Progress,
): Promise<void> => {
  const { out, format, partEvents, force = false } = options;
  const wanted = wantedManifest(options, events.logId, rangeOf(options, await events.head()));
  const folder = await openExportFolder(out, wanted, force);
  run.stack.defer(() => folder.close());
  const { manifest } = folder;
  if (manifest.isComplete) {
    say(`${out} is complete; --force makes it anew`);
    return tellWhole(out, manifest);
  }
  const { filter } = rangeOf(options, manifest.until);
  const detail = rateDetail();
  const ended = await runExport({
    ...{ texts, partEvents, folder, signal: run.signal },
    range: { after: manifest.after, until: manifest.until, filter },
    openPart: await openParts(options, folder, run),
    show: createTextShower(naming.identityKey, naming.hideMetadata),
    onProgress: (reached, count) => progress.at(reached, manifest.until, detail(count)),
    beforeComplete: async () => {
      if (format === 'parquet') await writeTablesSql(folder, out);
    },
  });
  progress.stop();
  if (ended === 'complete') return tellWhole(out, folder.manifest);
  run.fail(
    `stopped with ${counted(folder.manifest.events, 'event')} in ${out}; the same command goes on from there`,
  );
};

const tellCounts = async (
  options: ReplayOptions,
  { signal }: CommandRun,
  { events, texts }: LogSource,
  progress: Progress,
): Promise<void> => {
  const range = rangeOf(options, await events.head());
  const detail = rateDetail();
  const onProgress = (reached: string, count: number): void =>
    progress.at(reached, range.until, detail(count));
  const counts = await countEvents({ texts, range, signal, onProgress });
  progress.stop();
  for (const [type, count] of counts) say(`${count.toLocaleString('en').padStart(14)}  ${type}`);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  say(`${counted(total, 'event')} after position ${range.after} up to ${range.until}; nothing was written`);
};

/** Throws CommandRefused and what opening the log throws. */
export const replay = async (options: ReplayOptions, run: CommandRun): Promise<void> => {
  const { out, format, archive, dryRun = false, quiet = false } = options;
  if (out === '-' && format !== 'ndjson')
    throw new CommandRefused('only ndjson can be written to the standard output');
  const log: LogSource = archive === undefined ? await openLog(run) : await openArchive(archive, run);
  const progress = createProgress('replay', process.stderr, quiet);
  run.stack.defer(() => progress.stop());
  if (dryRun) return tellCounts(options, run, log, progress);
  if (out !== '-') return exportTo(options, run, log, progress);
  progress.stop();
  const range = rangeOf(options, await log.events.head());
  const show = createTextShower(log.identityKey, log.hideMetadata);
  return replayToStdout({ texts: log.texts, range, show, signal: run.signal });
};
