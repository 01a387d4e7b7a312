import { Command, Option } from 'commander';
import { runCommand } from './command/runCommand.ts';
import { runOnSettings } from './command/runOnSettings.ts';
import { wholeNumber } from './command/values.ts';
import { type ReplayOptions, replay } from './replay/replay.ts';
import { bound, category, formats, stream, type } from './replay/request.ts';

const partEventsDefault = 250_000;
const partEventsMax = 5_000_000;

interface Options extends ReplayOptions {
  readonly dataDir?: string;
}

const main = ({ dataDir, ...options }: Options): Promise<void> =>
  runOnSettings('replay', dataDir, (run) => replay(options, run));

await runCommand(
  new Command('replay')
    .description('Export the log, or a part of it, while the program goes on.')
    .addOption(
      new Option('--format <format>', 'one event a line, or one table per type of event')
        .choices(formats)
        .makeOptionMandatory(),
    )
    .requiredOption('--out <folder>', 'where to; - writes ndjson to the standard output')
    .option('--from <bound>', 'events at or after an instant or a position', bound)
    .option('--to <bound>', 'events before an instant or a position', bound)
    .option('--as-of <bound>', 'the log as it was at an instant or a position, that one included', bound)
    .option('--category <name>', 'events of these kinds of streams; may be repeated', category, [])
    .option('--type <name>', 'events of these types; may be repeated', type, [])
    .option('--stream <name>', 'events of these streams; may be repeated', stream, [])
    .option(
      '--part-events <count>',
      'events of one file, or of one file of each table',
      wholeNumber(1, partEventsMax),
      partEventsDefault,
    )
    .option('--archive <folder>', 'read an archive that npm run archive made, in place of the log')
    .option('--force', 'replace an export, or write into a folder that is not empty')
    .option('--dry-run', 'count the events by type and write nothing')
    .option('--quiet', 'no progress')
    .option('--data-dir <path>', 'where the program keeps its data')
    .addHelpText(
      'after',
      `
An export that was stopped goes on with the same command. docs/replay.md describes the files.

Exit code: 0 done, 2 it could not be done.

Example: npm run replay -- --format parquet --out export --from 2026-11-01 --category showtime`,
    )
    .action(main),
);
