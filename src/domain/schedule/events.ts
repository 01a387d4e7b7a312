import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { idSchema, instantSchema } from '../kernel/ids.ts';
import { moneySchema } from '../kernel/money.ts';

export const scheduleLimits = {
  /** Of slots that have not ended, in one hall. */
  slotsMax: 5_000,
  daysAheadMax: 400,
  cleaningMsMax: 4 * 3_600_000,
} as const;

/** What a showtime is when its cinema does not say. */
export const showtimeDefaults = { format: '2D', language: 'en' } as const;

/** A time in a hall that is kept for one showtime, with all that is needed to make the showtime later. */
export const slotSchema = z.strictObject({
  showtimeId: idSchema,
  movieId: idSchema,
  theaterId: idSchema,
  hallId: idSchema,
  startsAt: instantSchema,
  endsAt: instantSchema,
  cleaningMs: z
    .int()
    .min(0)
    .max(scheduleLimits.cleaningMsMax)
    .describe('free time that the hall needs afterwards'),
  layoutVersion: z.int().min(1),
  basePrice: moneySchema,
  format: z.string().max(32),
  language: z.string().max(35),
});
export type Slot = Readonly<z.output<typeof slotSchema>>;

export const scheduleEvents = {
  SlotReserved: defineEvent(
    'SlotReserved',
    'A time in the hall is kept for a showtime, which is made next.',
    z.strictObject({
      ...slotSchema.shape,
      /** When it was decided: slots that were over by then are forgotten by the fold. */
      reservedAt: instantSchema,
    }),
  ),
  SlotFreed: defineEvent(
    'SlotFreed',
    'The showtime was cancelled or never came; its time in the hall is free again.',
    z.strictObject({ showtimeId: idSchema }),
  ),
} as const;

export type ScheduleEvent = EventOf<(typeof scheduleEvents)[keyof typeof scheduleEvents]>;
