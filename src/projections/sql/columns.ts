import { z } from 'zod';
import { positionOf } from '../../ports/EventStore.ts';

/** A position that is a bigint in its table, which the driver gives as text. */
export const positionColumn = z
  .string()
  .regex(/^\d{1,19}$/)
  .transform((digits) => positionOf(BigInt(digits)));

/** A timestamptz, as ISO 8601 UTC. */
export const instantColumn = z.date().transform((at) => at.toISOString());
