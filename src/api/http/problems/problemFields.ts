import { z } from 'zod';
import { idSchema, instantSchema, seatIdSchema } from '../../../domain/kernel/ids.ts';
import { budgetNames } from '../../../domain/policies/budgets.ts';
import { gatewayCodes } from '../../../ports/gatewayCodes.ts';
import { moneyShown } from '../schemas.ts';
import type { ProblemName } from './Problem.ts';

const seats = z.array(seatIdSchema);
const errors = z.array(
  z.looseObject({
    path: z.string(),
    message: z.string(),
    in: z.enum(['body', 'query', 'path', 'header']),
  }),
);

/** The named data fields of each kind of problem; a kind that is not listed has none. */
const problemFields = {
  'invalid-request': { errors: errors.exactOptional() },
  'payment-declined': { code: z.enum(gatewayCodes).exactOptional(), bookingId: idSchema },
  'payment-failed': { code: z.enum(gatewayCodes).exactOptional(), bookingId: idSchema },
  'already-admitted': {
    admittedAt: instantSchema,
    seatIds: seats.exactOptional(),
    where: z.string().exactOptional(),
  },
  'currency-in-use': { currency: z.string() },
  'lot-not-drawn': { drawsAt: instantSchema },
  'not-near-front': { pollAfterMs: z.int() },
  'prices-kept': { queueId: idSchema },
  'queue-not-open': { opensAt: instantSchema },
  'queue-required': { queueId: idSchema },
  'showtime-queued': { queueId: idSchema },
  'too-early': { opensAt: instantSchema },
  'hall-busy': { showtimeId: idSchema, startsAt: instantSchema, freeFrom: instantSchema },
  'budget-exhausted': { budget: z.enum(budgetNames), retryAfterSeconds: z.int().exactOptional() },
  'challenge-required': {
    kind: z.enum(['proof-of-work', 'turnstile']),
    challenge: z.looseObject({}),
    expiresAt: instantSchema,
  },
  'purchase-limit': { max: z.int() },
  'hold-cap-reached': { expiresAt: instantSchema },
  'lone-seat': { seats },
  'not-cancellable': { why: z.string() },
  'not-confirmed': { bookingStatus: z.string() },
  'refund-changed': { refund: moneyShown },
  'seats-unavailable': { unavailable: seats },
  'seats-would-vanish': { seatIds: seats },
  'showtime-not-on-sale': { showtimeStatus: z.string() },
  'too-many-payments': { max: z.int() },
  'wrong-showtime': { showtimeId: idSchema },
  'layout-not-newer': { layoutVersion: z.int() },
  'hold-expired': { reason: z.enum(['expired', 'released', 'booked']) },
  'stale-version': { version: z.int() },
  'invalid-ticket': { why: z.string() },
  'seats-belong-together': { with: seats },
  'start-not-possible': { daysMax: z.int().exactOptional() },
  'timetable-full': { max: z.int() },
  'too-many-layouts': { max: z.int() },
  'too-many-seats': { max: z.int() },
  'too-many-skips': { max: z.int() },
  'unknown-add-on': { unknown: z.array(z.string()) },
  'unknown-seat': { unknown: seats },
  'wrong-currency': { currency: z.string() },
  'not-caught-up': { position: z.string() },
} as const satisfies { readonly [Name in ProblemName]?: z.ZodRawShape };

const shapes: { readonly [Name in ProblemName]?: z.ZodRawShape } = problemFields;
export const problemShapeOf = (name: ProblemName): z.ZodRawShape => shapes[name] ?? {};
