import { z } from 'zod';

export const count = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};

export const oneOf = <const Value extends string>(...values: readonly Value[]) =>
  z.enum(values, { error: `must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}` });

export const longerThan = (charsMin: number) =>
  z.string().min(charsMin, { error: `must have ${charsMin} characters or more` });
