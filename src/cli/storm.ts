import { Command } from 'commander';
import { runCommand } from './command/runCommand.ts';
import { runOnSettings } from './command/runOnSettings.ts';
import { number, showtimeId } from './command/values.ts';
import { runStorm, type StormOptions } from './storm/runStorm.ts';

interface Options extends StormOptions {
  readonly dataDir?: string;
}

const minutes = number((value) => value > 0 && Number.isFinite(value), 'A number above 0.');

const main = ({ dataDir, ...options }: Options): Promise<void> =>
  runOnSettings('storm', dataDir, (run) => runStorm(options, run));

await runCommand(
  new Command('storm')
    .description('Export a recorded sale, without names and ids, as a script that npm run bench plays.')
    .requiredOption('--showtime <id>', 'whose sale', showtimeId)
    .requiredOption('--out <file>', 'where to; - writes to the standard output')
    .option('--minutes <count>', 'only the first so many', minutes)
    .option('--force', 'replace the file')
    .option('--data-dir <path>', 'where the program keeps its data')
    .addHelpText(
      'after',
      `
A storm holds what visitors and staff asked for: holds and what became of them, refusals by a rule of the showtime, blocked
seats, closed and opened sales, and new prices, as shares of the first. Left out, and counted in its first line: waiting
rooms, new layouts, the cancellation of the showtime, and refusals at the door (a waiting room, a challenge, a
budget, closed sales). docs/whatif.md describes the file.

Exit code: 0 done, 2 it could not be done.

Example: npm run storm -- --showtime b900d5f9-8f3c-4c0f-9f2a-2f6f7a0c1d2e --out storm.ndjson
         npm run bench -- storm storm.ndjson --speed 10`,
    )
    .action(main),
);
