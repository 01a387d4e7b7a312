import { z } from 'zod';
import type { Charge } from '../ports/SharedCharges.ts';

const keptAmounts = z.record(z.string(), z.number()).transform((kept) => new Map(Object.entries(kept)));

/** A charge as nodes hand it over in JSON. */
export const keptCharge = z.object({ id: z.string(), untilMs: z.number(), amounts: keptAmounts });

/** As JSON. Written by hand because V8 creates a hidden class for an object with a new set of keys. */
export const chargeText = ({ id, untilMs, amounts }: Charge): string => {
  const pairs = [...amounts].map(([key, amount]) => `${JSON.stringify(key)}:${amount}`);
  return `{"id":${JSON.stringify(id)},"untilMs":${untilMs},"amounts":{${pairs.join(',')}}}`;
};
