import { Command } from 'commander';
import { runCommand } from './command/runCommand.ts';
import { runOnSettings } from './command/runOnSettings.ts';
import { type AskOptions, askReaders, listParked } from './parked/runParked.ts';

const dataDirOf = (command: Command): string | undefined =>
  command.optsWithGlobals<{ dataDir?: string }>().dataDir;
const inDataDir = '--data-dir <path>';
const where = 'where the program keeps its data';

const parked = new Command('parked')
  .description('Streams that wait behind an event that a read model or a reaction could not take.')
  .option(inDataDir, where)
  .addHelpText(
    'after',
    `
Without a command, it lists them. A stream that is retried or skipped is taken up by the running program that leads the read model
or reaction, or by the next one that starts. What is skipped is recorded in the log, and listed by npm run audit.

Exit code: 0 done, 1 the stream is not parked, or is still parked after 10 seconds, 2 it could not be done.

Example: npm run parked -- skip booking-01a1fdcf-0d4e-7c55-9f3a-2c4d7d1f6b0e --reason "written by a broken build"`,
  )
  .action((_options, command: Command) => runOnSettings('parked', dataDirOf(command), listParked));

const reader = ['--reader <name>', 'only this read model or reaction'] as const;

parked
  .command('retry <stream>')
  .description('take it up once more')
  .option(...reader)
  .option('--reason <text>', 'why')
  .action((stream: string, options: AskOptions, command: Command) =>
    runOnSettings('parked', dataDirOf(command), (run) => askReaders('retry', stream, options, run)),
  );
parked
  .command('skip <stream>')
  .description('pass over the event that it waits behind')
  .option(...reader)
  .requiredOption('--reason <text>', 'why')
  .action((stream: string, options: AskOptions, command: Command) =>
    runOnSettings('parked', dataDirOf(command), (run) => askReaders('skip', stream, options, run)),
  );

await runCommand(parked);
