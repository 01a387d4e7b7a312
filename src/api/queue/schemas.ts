import { z } from 'zod';
import { idSchema, instantSchema } from '../../domain/kernel/ids.ts';
import { bytes32Schema } from '../../domain/queue/events.ts';
import { queueLimits } from '../../domain/queue/queueLimits.ts';
import { seatTypeSchema } from '../../domain/seating/seat.ts';
import { anyInstant, moneyShown } from '../http/schemas.ts';
import { staleField } from '../http/stale.ts';

export const openQueueBody = z
  .strictObject({
    showtimeIds: z
      .array(idSchema)
      .min(1)
      .max(queueLimits.showtimesMax)
      .refine((ids) => new Set(ids).size === ids.length, 'the same showtime twice'),
    entryOpensAt: anyInstant,
    saleStartsAt: anyInstant.describe(
      `the lot is drawn then, or ${queueLimits.drawLeadMs / 1_000} seconds before when entry opens at least ten minutes before`,
    ),
    admissionMinutes: z.int().min(1).max(queueLimits.admissionMinutesMax).exactOptional(),
    openAdmissionsMax: z.int().min(1).max(queueLimits.openAdmissionsMax).exactOptional(),
  })
  .refine(({ entryOpensAt, saleStartsAt }) => Date.parse(entryOpensAt) <= Date.parse(saleStartsAt), {
    path: ['entryOpensAt'],
    message: 'not after saleStartsAt',
  })
  .meta({
    examples: [
      {
        showtimeIds: ['019de44b-5bc0-7d82-8190-0109d5bd6805'],
        entryOpensAt: '2026-11-21T09:00:00.000Z',
        saleStartsAt: '2026-11-21T10:00:00.000Z',
      },
    ],
  });

const offerShown = z.strictObject({
  showtimeId: idSchema,
  startsAt: instantSchema,
  priceRange: z.strictObject({ from: moneyShown, to: moneyShown }),
  seatsLeft: z.partialRecord(seatTypeSchema, z.int()),
  limits: z.strictObject({
    seatsPerHold: z.int(),
    seatsPerCustomer: z.int().describe('that one customer may buy'),
  }),
  refundTerms: z.array(z.strictObject({ until: instantSchema, percent: z.int() })),
});

const statusShown = z.enum(['not-open', 'entry-open', 'drawing', 'drawn', 'on-sale', 'closed']);

export const queueShown = z
  .strictObject({
    id: idSchema,
    status: statusShown,
    showtimeIds: z.array(idSchema),
    entryOpensAt: instantSchema,
    saleStartsAt: instantSchema,
    drawsAt: instantSchema.describe('of the lot'),
    admissionMinutes: z.int(),
    openAdmissionsMax: z.int(),
    seedHash: bytes32Schema.describe('SHA-256 of the 32 bytes of the seed'),
    seed: bytes32Schema.exactOptional().describe('after the draw'),
    root: bytes32Schema.exactOptional().describe('after the draw: of the closed list of entries'),
    entries: z.int(),
    serving: z.int().describe('places up to this one have been called'),
    pollAfterMs: z.int(),
    offers: z.array(offerShown),
    ...staleField,
  })
  .meta({ id: 'Queue' });

export const entryBody = z
  .strictObject({
    contribution: bytes32Schema.exactOptional().describe('32 random bytes of the caller; else of the server'),
  })
  .nullish();

const estimateShown = z.union([
  z.strictObject({ from: z.int(), to: z.int() }).describe('seconds'),
  z.literal('unknown'),
]);

export const entryShown = z
  .strictObject({
    entry: z.string().describe('sent as Queue-Entry; use the latest one'),
    id: idSchema,
    status: z.enum(['before-draw', 'waiting', 'admitted', 'over']),
    drawsAt: instantSchema.exactOptional().describe('before the draw'),
    place: z.int().exactOptional(),
    ahead: z.int().exactOptional(),
    estimatedSeconds: estimateShown.exactOptional(),
    admission: z.string().exactOptional().describe('sent as Queue-Admission with a hold'),
    admittedUntil: instantSchema.exactOptional(),
    pollAfterMs: z.int().describe('ask again after so long'),
    offers: z.array(offerShown),
    ...staleField,
  })
  .meta({ id: 'QueueEntry' });

export const lotEntriesShown = z
  .strictObject({
    root: bytes32Schema,
    entries: z.array(z.strictObject({ id: idSchema, contribution: bytes32Schema })),
  })
  .describe('all entries of the lot, in order of id');
