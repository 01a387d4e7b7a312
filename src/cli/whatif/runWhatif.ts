import { writeFile } from 'node:fs/promises';
import { CommandRefused } from '../command/CommandRefused.ts';
import { refuseToReplace } from '../command/newFile.ts';
import { openLog } from '../command/openLog.ts';
import type { CommandRun } from '../command/runOnSettings.ts';
import { readOnSale } from '../onsale/readOnSale.ts';
import { drawPicture } from './picture.ts';
import { outcomeRows } from './report.ts';
import { rulesText } from './rules.ts';
import { textOf, type WhatifOptions, whatif } from './whatif.ts';

/** Throws CommandRefused, ChartsMissing and the engines' errors. */
export const runWhatif = async (options: WhatifOptions, run: CommandRun): Promise<void> => {
  const { showtime, force = false, json = false } = options;
  const picture = options.picture ?? `whatif-${showtime}.svg`;
  if (rulesText(options, '') === '')
    throw new CommandRefused('say at least one of --hold-minutes, --seats-max, --lone-seats and --price');
  refuseToReplace(picture, '--picture', force);
  const { events } = await openLog(run);
  const answer = whatif(await readOnSale(events, showtime), options, options);
  const text = json
    ? outcomeRows(answer.runs, answer.sale)
        .map((row) => JSON.stringify(row))
        .join('\n')
    : textOf(answer, options);
  process.stdout.write(`${text}\n`);
  await writeFile(picture, await drawPicture(answer, options));
  process.stderr.write(`picture: ${picture}\n`);
};
