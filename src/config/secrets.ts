import { z } from 'zod';

const charsMin = 32;
const olderMax = 8;

export const secret = z.string().min(charsMin, { error: `must have ${charsMin} characters or more` });

/** Comma-separated, the latest first. */
export const olderSecrets = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .refine(
    (all) => all.every(({ length }) => length >= charsMin),
    `each must have ${charsMin} characters or more`,
  )
  .refine(({ length }) => length <= olderMax, `at most ${olderMax}`);
