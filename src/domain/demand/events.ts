import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { idSchema, instantSchema } from '../kernel/ids.ts';
import { seatTypes } from '../seating/seat.ts';

/** Larger parties count as this one. */
export const partyMax = 50;

export const refusedWhys = [
  'sold-out',
  'seats-unavailable',
  'lone-seat',
  'seats-belong-together',
  'too-many-seats',
  'not-on-sale',
  'queue-required',
  'challenge-required',
  'budget-exhausted',
  'currency-in-use',
] as const;

const wantedTypes = [...seatTypes, 'any', 'mixed'] as const;

export const refusalSchema = z.strictObject({
  why: z
    .enum(refusedWhys)
    .describe('sold-out: no seat of that type was free; seats-unavailable: some were, but not these'),
  seatType: z.enum(wantedTypes).describe('any: best seats of no type in particular; mixed: of several types'),
  party: z.int().min(1).max(partyMax).describe(`seats that were asked for; ${partyMax} stands for more, too`),
  count: z.int().min(1).describe('how often'),
});
export type Refusal = Readonly<z.output<typeof refusalSchema>>;

const refusalsMax = refusedWhys.length * wantedTypes.length * partyMax;

export const demandEvents = {
  DemandLost: defineEvent(
    'DemandLost',
    'How often one node refused to hold seats of this showtime in a period. Refusals of a node that was killed are missing since its last such event.',
    z.strictObject({
      reportId: idSchema,
      showtimeId: idSchema,
      movieId: idSchema,
      theaterId: idSchema,
      from: instantSchema,
      until: instantSchema,
      refusals: z.array(refusalSchema).min(1).max(refusalsMax),
    }),
  ),
} as const;

export type DemandEvent = EventOf<(typeof demandEvents)[keyof typeof demandEvents]>;
export type LostDemand = Readonly<DemandEvent['data']>;
