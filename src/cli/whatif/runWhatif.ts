import { writeFile } from 'node:fs/promises';
import { ChartsMissing } from '../../adapters/charts/drawChart.ts';
import { CommandRefused } from '../command/CommandRefused.ts';
import { refuseToReplace } from '../command/newFile.ts';
import { openLog } from '../command/openLog.ts';
import type { CommandRun } from '../command/runOnSettings.ts';
import { readOnSale } from '../onsale/readOnSale.ts';
import { drawPicture } from './picture.ts';
import { outcomeRows } from './report.ts';
import { rulesText } from './rules.ts';
import { textOf, type WhatifOptions, whatif } from './whatif.ts';

/** Throws CommandRefused and the engines' errors. Without the charts library there is no picture. */
export const runWhatif = async (options: WhatifOptions, run: CommandRun): Promise<void> => {
  const { showtime, force = false, json = false } = options;
  const picture = options.picture ?? `whatif-${showtime}.svg`;
  if (rulesText(options, '') === '')
    throw new CommandRefused('say at least one of --hold-minutes, --seats-max, --lone-seats and --price');
  if (options.elasticity !== undefined && options.price === undefined)
    throw new CommandRefused('--elasticity says what guests make of --price: say both');
  refuseToReplace(picture, '--picture', force);
  const { events } = await openLog(run);
  const answer = whatif(await readOnSale(events, showtime), options, options);
  const text = json
    ? outcomeRows(answer.runs, answer.sale)
        .map((row) => JSON.stringify(row))
        .join('\n')
    : textOf(answer, options);
  process.stdout.write(`${text}\n`);
  const drawn = await drawPicture(answer, options).catch((error: unknown) => {
    if (error instanceof ChartsMissing) return error;
    throw error;
  });
  if (drawn instanceof ChartsMissing) {
    process.stderr.write(`no picture: ${drawn.message}\n`);
    return;
  }
  await writeFile(picture, drawn);
  process.stderr.write(`picture: ${picture}\n`);
};
