import { z } from 'zod';
import type { Charge } from '../ports/SharedCharges.ts';

const amounts = z.record(z.string(), z.number()).transform((kept) => new Map(Object.entries(kept)));

/** A charge as nodes hand it over in JSON. */
export const keptCharge = z.object({ id: z.string(), untilMs: z.number(), amounts });

export const chargeToKeep = (charge: Charge) => ({ ...charge, amounts: Object.fromEntries(charge.amounts) });
