import { Command, Option } from 'commander';
import { moneySchema } from '../domain/kernel/money.ts';
import { showtimePoliciesSchema } from '../domain/policies/policies.ts';
import { runCommand } from './command/runCommand.ts';
import { runOnSettings } from './command/runOnSettings.ts';
import { number, showtimeId, wholeNumber } from './command/values.ts';
import { runWhatif } from './whatif/runWhatif.ts';
import type { WhatifOptions } from './whatif/whatif.ts';

interface Options extends WhatifOptions {
  readonly dataDir?: string;
}

const minuteMs = 60_000;
const attemptsMax = 1_000;
const elasticityMax = 10;
const { holdTtlMs, seatsPerHoldMax, loneSeatRule } = showtimePoliciesSchema.shape;

const holdMinutes = number(
  (value) => holdTtlMs.safeParse(Math.round(value * minuteMs)).success,
  'From a second (0.02) to a day (1440).',
);
const seatsMax = number((value) => seatsPerHoldMax.safeParse(value).success, 'A number from 1 to 50.');
const price = number(
  (value) => moneySchema.shape.amount.safeParse(value).success,
  'An amount in minor units, such as 1250.',
);
const elasticity = number((value) => value >= 0 && value <= elasticityMax, 'A number from 0 to 10.');
const attempts = wholeNumber(1, attemptsMax);

const main = ({ dataDir, ...options }: Options): Promise<void> =>
  runOnSettings('whatif', dataDir, (run) => runWhatif(options, run));

await runCommand(
  new Command('whatif')
    .description('Replay a recorded sale, its lost demand included, through other rules.')
    .requiredOption('--showtime <id>', 'whose sale', showtimeId)
    .option('--hold-minutes <minutes>', 'how long a hold lives', holdMinutes)
    .option('--seats-max <count>', 'seats of a hold', seatsMax)
    .addOption(new Option('--lone-seats <rule>', 'the rule of the hall').choices(loneSeatRule.options))
    .option('--price <amount>', 'the base price, in minor units', price)
    .option(
      '--elasticity <number>',
      'percent fewer guests for each percent that --price is higher; an assumption (default: 0)',
      elasticity,
    )
    .addOption(
      new Option('--too-many <what>', 'what a guest does who wants more seats than a hold may have')
        .choices(['leave', 'fewer'])
        .default('leave'),
    )
    .option('--attempts-per-guest <count>', 'refusals that are taken to be of one guest', attempts, 1)
    .option('--picture <file>', 'the picture, SVG; by default whatif-<showtime>.svg')
    .option('--json', 'one row a line as JSON instead of a table')
    .option('--force', 'replace the picture')
    .option('--data-dir <path>', 'where the program keeps its data')
    .addHelpText(
      'after',
      `
Nothing is written to the log. docs/whatif.md says what is assumed. The picture needs vega and vega-lite, which
the container image leaves out: the table is printed without them.

Exit code: 0 done, 2 it could not be done.

Example: npm run whatif -- --showtime b900d5f9-8f3c-4c0f-9f2a-2f6f7a0c1d2e --hold-minutes 5 --seats-max 4`,
    )
    .action(main),
);
