import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { idSchema } from '../kernel/ids.ts';
import { drawnSeatSchema, focalPointSchema, seatingLimits } from '../seating/seat.ts';

export const hallLimits = { nameCharsMax: 80, layoutVersionsMax: 1_000, cleaningMinutesMax: 240 } as const;

export const hallDetailsSchema = z.strictObject({
  name: z.string().min(1).max(hallLimits.nameCharsMax),
  loneSeatRule: z.enum(['off', 'warn', 'enforce']),
  cleaningMinutes: z
    .int()
    .min(0)
    .max(hallLimits.cleaningMinutesMax)
    .describe('free time after each showtime'),
});
export type HallDetails = Readonly<z.output<typeof hallDetailsSchema>>;

export const hallEvents = {
  HallBuilt: defineEvent(
    'HallBuilt',
    'A theater has a hall. Its first layout follows in the same append.',
    z.strictObject({ hallId: idSchema, theaterId: idSchema, ...hallDetailsSchema.shape }),
  ),
  HallRevised: defineEvent(
    'HallRevised',
    'Staff corrected what is told about a hall. Carries all of it; showtimes that exist keep the rule and the cleaning they were made with.',
    z.strictObject({ hallId: idSchema, ...hallDetailsSchema.shape }),
  ),
  LayoutDrawn: defineEvent(
    'LayoutDrawn',
    'A version of the seating of a hall, numbered from 1. It never changes; showtimes name the one they use.',
    z.strictObject({
      hallId: idSchema,
      version: z.int().min(1).max(hallLimits.layoutVersionsMax),
      focalPoint: focalPointSchema,
      seats: z.array(drawnSeatSchema).min(1).max(seatingLimits.seatsPerHallMax),
    }),
    // Version 1 had no labels and no categories.
    [(old) => old],
  ),
} as const;

export type HallEvent = EventOf<(typeof hallEvents)[keyof typeof hallEvents]>;
