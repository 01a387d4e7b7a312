import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { idSchema } from '../kernel/ids.ts';
import { currencySchema } from '../kernel/money.ts';
import { theaterPoliciesSchema } from '../policies/policies.ts';

const theaterLimits = { nameCharsMax: 120, timeZoneCharsMax: 64 } as const;

const name = z.string().min(1).max(theaterLimits.nameCharsMax);

/** What staff tell about a theater. The decider checks that the time zone exists: zones change, events stay. */
export const theaterDetailsSchema = z.strictObject({
  name,
  chain: name.exactOptional(),
  city: name,
  country: z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code such as FR'),
  location: z.strictObject({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) }),
  timeZone: z.string().min(1).max(theaterLimits.timeZoneCharsMax).describe('IANA name such as Europe/Paris'),
  currency: currencySchema
    .exactOptional()
    .describe('what its showtimes are sold in; absent: the currency of its first showtime'),
  policies: theaterPoliciesSchema.exactOptional().describe('for showtimes made from now on'),
});
export type TheaterDetails = Readonly<z.output<typeof theaterDetailsSchema>>;

const theater = z.strictObject({ theaterId: idSchema, ...theaterDetailsSchema.shape });

/** Version 1 had no currency. */
const withoutCurrency = (old: unknown): unknown => old;

export const theaterEvents = {
  TheaterOpened: defineEvent('TheaterOpened', 'A theater came into the catalog.', theater, [withoutCurrency]),
  TheaterRevised: defineEvent(
    'TheaterRevised',
    'Staff corrected a theater. Carries all its details; showtimes that exist keep the time zone they were made with.',
    theater,
    [withoutCurrency],
  ),
  TheaterCurrencySettled: defineEvent(
    'TheaterCurrencySettled',
    'The first showtime was scheduled; the theater sells in its currency unless its details name one.',
    z.strictObject({ theaterId: idSchema, currency: currencySchema }),
  ),
} as const;

export type TheaterEvent = EventOf<(typeof theaterEvents)[keyof typeof theaterEvents]>;
