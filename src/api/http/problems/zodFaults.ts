/** What a schema found wrong, as the faults that an answer lists. */
import type { z } from 'zod';
import type { FieldFault } from './Problem.ts';

/** One request can be wrong in ten thousand places; nobody reads so many. */
const faultsMax = 50;

const pathText = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** Unknown keys are told one by one, each with its own path. */
export const zodFaults = (error: z.core.$ZodError, part: FieldFault['in']): FieldFault[] => {
  const faults: FieldFault[] = [];
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys.slice(0, faultsMax)) {
        faults.push({ path: pathText([...issue.path, key]), message: 'unknown field', in: part });
      }
    } else {
      faults.push({ path: pathText(issue.path), message: issue.message, in: part });
    }
    if (faults.length >= faultsMax) break;
  }
  return faults.slice(0, faultsMax);
};
