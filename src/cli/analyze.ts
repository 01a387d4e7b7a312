import { Command } from 'commander';
import { explainFailure } from '../explainFailure.ts';
import { type AnalyzeOptions, analyze } from './analyze/analyze.ts';
import { questionNames, readQuestion } from './analyze/questions.ts';
import { runCommand } from './command/runCommand.ts';
import { failing } from './command/runOnSettings.ts';

const nameColumns = 24;

const main = async (name: string | undefined, options: Partial<AnalyzeOptions>): Promise<void> => {
  const fail = failing('analyze');
  try {
    if (name === undefined) {
      for (const each of await questionNames()) {
        process.stdout.write(`${each.padEnd(nameColumns)} ${(await readQuestion(each)).title}\n`);
      }
      return;
    }
    if (options.data === undefined) return fail('say with --data where the export is');
    await analyze(name, { ...options, data: options.data });
  } catch (error) {
    fail(explainFailure(error));
  }
};

await runCommand(
  new Command('analyze')
    .description(
      'Answer a question from an export of the log, as a table and a picture. Without a name: list them.',
    )
    .argument('[name]', 'which question')
    .option('--data <folder>', 'an export in Parquet that npm run replay made')
    .option('--picture <file>', 'the picture, SVG; by default <name>.svg')
    .option('--json', 'one row a line as JSON instead of a table')
    .option('--force', 'replace the picture')
    .addHelpText(
      'after',
      `
Exit code: 0 done, 2 it could not be done.

Example: npm run replay -- --format parquet --out export && npm run analyze -- lead-time --data export`,
    )
    .action(main),
);
