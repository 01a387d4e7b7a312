import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Measure } from './Measure.ts';
import type { Program } from './program.ts';

const pollMs = 1_000;
const checkedMsMax = 3_600_000;
const proofSchema = z.object({ position: z.string(), size: z.int() });

/**
 * A log that was made apart is new to the program: its audit and its tree of proofs go over all of it once. That is no part of what
 * questions cost, so they are asked afterwards.
 */
export const awaitChecked = async (program: Program, events: number): Promise<Measure> => {
  const begun = performance.now();
  const isChecked = async (): Promise<boolean> => {
    const answer = await program.get('/v1/proof');
    if (answer.status === 503) return false;
    const { position, size } = proofSchema.parse(await answer.json());
    return Math.min(Number(position), size) >= events;
  };
  while (!(await isChecked())) {
    if (performance.now() - begun > checkedMsMax) throw new Error('the log is not checked in time');
    await pause(pollMs);
  }
  return {
    what: 'the rest of the audit and of the tree of proofs',
    value: (performance.now() - begun) / 1_000,
    unit: 's',
  };
};
