/** What can have happened to a theater. Each event carries the whole details as they are from then on. */
import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { idSchema } from '../kernel/ids.ts';
import { theaterPoliciesSchema } from '../policies/policies.ts';

const theaterLimits = { nameCharsMax: 120, timeZoneCharsMax: 64 } as const;

const name = z.string().min(1).max(theaterLimits.nameCharsMax);

/** What staff tell about a theater. That the time zone exists is the decider's to check: zones change, events stay. */
export const theaterDetailsSchema = z.strictObject({
  name,
  chain: name.exactOptional(),
  city: name,
  country: z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code such as FR'),
  location: z.strictObject({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) }),
  timeZone: z.string().min(1).max(theaterLimits.timeZoneCharsMax).describe('IANA name such as Europe/Paris'),
  policies: theaterPoliciesSchema.exactOptional().describe('for showtimes made from now on'),
});
export type TheaterDetails = Readonly<z.output<typeof theaterDetailsSchema>>;

const theater = z.strictObject({ theaterId: idSchema, ...theaterDetailsSchema.shape });

export const theaterEvents = {
  TheaterOpened: defineEvent('TheaterOpened', 'A theater came into the catalog.', theater),
  TheaterRevised: defineEvent(
    'TheaterRevised',
    'Staff corrected a theater. Carries all its details; showtimes that exist keep the time zone they were made with.',
    theater,
  ),
} as const;

export type TheaterEvent = EventOf<(typeof theaterEvents)[keyof typeof theaterEvents]>;
