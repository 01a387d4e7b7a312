import { z } from 'zod';
import { seatIdSchema } from '../../domain/kernel/ids.ts';
import { showtimePoliciesSchema } from '../../domain/policies/policies.ts';
import { priceTermsSchema, ticketTypeSchema } from '../../domain/pricing/terms.ts';
import { focalPointSchema, seatingLimits, seatSchema, seatTypeSchema } from '../../domain/seating/seat.ts';

export const stormLimits = { stepsMax: 1_000_000 } as const;

const { holdTtlMs, holdCapMs, seatsPerHoldMax, loneSeatRule } = showtimePoliciesSchema.shape;
const seats = z.array(seatIdSchema).min(1).max(seatingLimits.seatsPerHallMax);
/** `atMs` counts from the first step; `visitor` is a number from 1 that stands in no log. */
const timed = { atMs: z.int().min(0), visitor: z.int().min(1) };
const ofStaff = { atMs: timed.atMs, seats };

const { seatTypeBp, ticketTypeBp } = priceTermsSchema.shape;
const count = z.int().min(0);

/** The first line. */
export const stormHeadSchema = z.strictObject({
  storm: z.literal(1),
  seats: z.array(seatSchema).min(1).max(seatingLimits.seatsPerHallMax),
  focalPoint: focalPointSchema,
  policies: z.strictObject({ holdTtlMs, holdCapMs, seatsPerHoldMax, loneSeatRule }),
  visitors: z.int().min(0),
  steps: z.int().min(1).max(stormLimits.stepsMax),
  lastsMs: z.int().min(0),
  seatsSold: z.int().min(0).describe('in the recorded sale, by its last step'),
  leftOut: z
    .strictObject({
      waitingRooms: count,
      newLayouts: count,
      showCancellations: count,
      refusalsAtTheDoor: count,
    })
    .describe('how much of the recorded sale is no step'),
});
export type StormHead = Readonly<z.output<typeof stormHeadSchema>>;

/** Every other line, in the order of time. */
export const stormStepSchema = z.discriminatedUnion('do', [
  z.strictObject({
    ...timed,
    do: z.literal('hold'),
    seats,
    ticketTypes: z.record(seatIdSchema, ticketTypeSchema).exactOptional(),
  }),
  z.strictObject({
    ...timed,
    do: z.literal('hold-best'),
    count: z.int().min(1).max(100),
    seatType: seatTypeSchema.exactOptional(),
  }),
  z.strictObject({ ...timed, do: z.literal('swap'), seats }),
  z.strictObject({ ...timed, do: z.literal('extend') }),
  z.strictObject({ ...timed, do: z.literal('release') }),
  z.strictObject({ ...timed, do: z.literal('book') }),
  z.strictObject({ ...timed, do: z.literal('cancel'), seats }),
  z.strictObject({ ...ofStaff, do: z.literal('block') }),
  z.strictObject({ ...ofStaff, do: z.literal('unblock') }),
  z.strictObject({ atMs: timed.atMs, do: z.literal('open-sales') }),
  z.strictObject({ atMs: timed.atMs, do: z.literal('close-sales') }),
  z.strictObject({
    ...{ atMs: timed.atMs, do: z.literal('reprice'), seatTypeBp, ticketTypeBp },
    baseBp: z.int().min(0).describe('of the base price that the sale began with, in basis points'),
  }),
]);
export type StormStep = Readonly<z.output<typeof stormStepSchema>>;
export type VisitorStep = Extract<StormStep, { readonly visitor: number }>;
export type StaffStep = Exclude<StormStep, VisitorStep>;
