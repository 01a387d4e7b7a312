import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { refuseToReplace } from '../command/newFile.ts';
import { openLog } from '../command/openLog.ts';
import type { CommandRun } from '../command/runOnSettings.ts';
import { readOnSale } from '../onsale/readOnSale.ts';
import { counted } from '../rebuild/verdict.ts';
import { type Storm, stormOf } from './stormOf.ts';

export interface StormOptions {
  readonly showtime: string;
  readonly out: string;
  readonly minutes?: number;
  readonly force?: boolean;
}

function* linesOf({ head, steps }: Storm): Generator<string, void> {
  yield `${JSON.stringify(head)}\n`;
  for (const step of steps) yield `${JSON.stringify(step)}\n`;
}

const writeWhole = async (storm: Storm, out: string): Promise<void> => {
  const draft = `${out}.part`;
  try {
    await pipeline(Readable.from(linesOf(storm)), createWriteStream(draft));
    await rename(draft, out);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
};

/** A reader that has enough ends it. */
const print = (storm: Storm): Promise<void> =>
  pipeline(Readable.from(linesOf(storm)), process.stdout, { end: false }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    },
  );

/** Throws CommandRefused and the engines' errors. */
export const runStorm = async ({ showtime, out, minutes, force }: StormOptions, run: CommandRun) => {
  if (out !== '-') refuseToReplace(out, '--out', force);
  const { events } = await openLog(run);
  const storm = stormOf(await readOnSale(events, showtime), minutes);
  if (out === '-') return print(storm);
  await writeWhole(storm, out);
  const { visitors, steps, lastsMs } = storm.head;
  process.stdout.write(
    `${out}: ${counted(visitors, 'visitor')}, ${counted(steps, 'step')} in ${Math.ceil(lastsMs / 1_000)} s\n`,
  );
};
