import { expect } from 'vitest';
import { type ProblemName, problemKinds } from '../../src/api/http/problems/problemKinds.ts';

/** The whole body of a refusal; `detail` is the title unless said. */
export const problem = (
  name: ProblemName,
  fields: Readonly<Record<string, unknown>> = {},
  detail: string = problemKinds[name].title,
) => ({
  type: `/problems/${name}`,
  status: problemKinds[name].status,
  title: problemKinds[name].title,
  detail,
  requestId: expect.any(String),
  ...fields,
});

/** Of faults in these places, the first of which is the detail. */
export const invalidRequest = (
  ...errors: readonly { readonly path: string; readonly message: string; readonly in: string }[]
) => problem('invalid-request', { errors }, errors[0]?.message);
