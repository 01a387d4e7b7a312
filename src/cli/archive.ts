import { Command, InvalidArgumentError } from 'commander';
import { monthPattern } from './archive/archiveIndex.ts';
import { type ArchiveOptions, archiveMonths } from './archive/archiveMonths.ts';
import { runCommand } from './command/runCommand.ts';
import { runOnSettings } from './command/runOnSettings.ts';

const month = (text: string): string => {
  if (monthPattern.test(text)) return text;
  throw new InvalidArgumentError('A month such as 2026-10.');
};

interface Options extends ArchiveOptions {
  readonly dataDir?: string;
}

const main = ({ dataDir, ...options }: Options): Promise<void> =>
  runOnSettings('archive', dataDir, (run) => archiveMonths(options, run));

await runCommand(
  new Command('archive')
    .description('Copy the whole months of the log that are not yet in an archive. The log stays as it is.')
    .requiredOption('--out <folder>', 'the archive; it is made, or gone on with')
    .option('--through <month>', 'the last month to copy; default: the last one that is over', month)
    .option('--quiet', 'no progress')
    .option('--data-dir <path>', 'where the program keeps its data')
    .addHelpText(
      'after',
      `
npm run audit -- --archive <folder> checks an archive, npm run replay -- --archive <folder> reads it; neither needs the log.
A run that was stopped goes on with the same command. docs/archives.md describes the files.

Exit code: 0 done, 2 it could not be done.

Example: npm run archive -- --out archive`,
    )
    .action(main),
);
