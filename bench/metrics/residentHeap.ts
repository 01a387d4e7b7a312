/** Memory of showtimes that stay loaded. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Metric } from './Metric.ts';

/** Many, so that what is compiled meanwhile, once for all, does not count as theirs. */
const showtimes = 1_000;
const seats = 500;
/** Showtimes of one hall share its drawing. */
const halls = 10;
const script = path.resolve(import.meta.dirname, '../own/residentHeap.ts');
const takesMsMax = 300_000;
const answerSchema = z.object({ unsoldBytes: z.number(), soldOutBytes: z.number() });

export const p16: Metric = {
  id: 'P16',
  title: `Heap of a resident showtime of ${seats} seats`,
  when: 'full',
  run: async () => {
    const sizes = ['--showtimes', String(showtimes), '--seats', String(seats), '--drawings', String(halls)];
    const args = ['--expose-gc', script, ...sizes];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: takesMsMax });
    const { unsoldBytes, soldOutBytes } = answerSchema.parse(JSON.parse(stdout));
    const heap = { unit: 'KiB', less: true } as const;
    return {
      measures: [
        { name: 'unsold', value: unsoldBytes / 1_024, ...heap, must: 6, aim: 4 },
        { name: 'sold out by holds of one seat', value: soldOutBytes / 1_024, ...heap, must: 40, aim: 12 },
      ],
      notes: [
        `The difference that ${showtimes} showtimes in ${halls} halls make after garbage collection, buffers included.`,
      ],
    };
  },
};
