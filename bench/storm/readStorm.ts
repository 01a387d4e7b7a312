/** Reads a storm that `npm run storm` wrote, line by line. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  type StormHead,
  type StormStep,
  stormHeadSchema,
  stormStepSchema,
} from '../../src/cli/storm/stormFile.ts';

export interface ReadStorm {
  readonly head: StormHead;
  readonly steps: readonly StormStep[];
}

const jsonOf = (line: string, number: number): unknown => {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`line ${number} is no JSON`, { cause });
  }
};

/** Throws for a file that is no storm, naming the line. */
export const readStorm = async (file: string): Promise<ReadStorm> => {
  let head: StormHead | undefined;
  const steps: StormStep[] = [];
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    number += 1;
    const json = jsonOf(line, number);
    if (head === undefined) {
      const parsed = stormHeadSchema.safeParse(json);
      if (!parsed.success) throw new Error(`${file} is no storm: npm run storm writes one`);
      head = parsed.data;
      continue;
    }
    const parsed = stormStepSchema.safeParse(json);
    if (!parsed.success) throw new Error(`line ${number} is no step: ${parsed.error.issues[0]?.message}`);
    if (parsed.data.atMs < (steps.at(-1)?.atMs ?? 0))
      throw new Error(`line ${number} is earlier than the one before`);
    if (steps.length >= head.steps)
      throw new Error(`there are more than the ${head.steps} steps that the first line says`);
    steps.push(parsed.data);
  }
  if (head === undefined) throw new Error(`${file} is empty`);
  if (steps.length < head.steps) throw new Error(`${file} ends after ${steps.length} of ${head.steps} steps`);
  return { head, steps };
};
