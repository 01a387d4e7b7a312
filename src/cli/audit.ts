import { Command, Option } from 'commander';
import { auditArchive } from './audit/auditArchive.ts';
import { type AuditOptions, runAudit } from './audit/runAudit.ts';
import { runCommand } from './command/runCommand.ts';
import { runOnSettings } from './command/runOnSettings.ts';

interface Options extends AuditOptions {
  readonly dataDir?: string;
  readonly archive?: string;
}

const main = ({ dataDir, archive, ...options }: Options): Promise<void> =>
  runOnSettings('audit', dataDir, (run) =>
    archive === undefined ? runAudit(options, run) : auditArchive(archive, options.quiet === true, run),
  );

await runCommand(
  new Command('audit')
    .description('Check the whole log by code of its own, beside a running program or without it.')
    .option(
      '--resume',
      'fold only what came after the last audit, once the part before is proved to be what it was',
    )
    .addOption(
      new Option(
        '--archive <folder>',
        'check an archive that npm run archive made, without the log',
      ).conflicts('resume'),
    )
    .option('--quiet', 'no progress')
    .option('--data-dir <path>', 'where the program keeps its data')
    .addHelpText(
      'after',
      `
The last line is "<conflicts> conflicts up to position <position>". docs/proof.md says what is checked.

Exit code: 0 no conflict, 1 conflicts, which are listed, 2 it could not be done.

Example: npm run audit -- --resume`,
    )
    .action(main),
);
