import { z } from 'zod';

const charsMin = 32;
const olderMax = 8;

export const secret = z.string().min(charsMin);

/** Comma-separated, the latest first. */
export const olderSecrets = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .refine((all) => all.every(({ length }) => length >= charsMin), 'each must have 32 characters or more')
  .refine(({ length }) => length <= olderMax, `at most ${olderMax}`);
