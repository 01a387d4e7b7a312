import type { z } from 'zod';
import type { FieldFault } from './Problem.ts';

/** The first ones: a request may have thousands. */
const faultsMax = 20;

const pathText = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** Each unknown key is a fault of its own. */
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
