import { z } from 'zod';
import { idSchema, instantSchema, seatIdSchema } from '../../../domain/kernel/ids.ts';
import { budgetNames } from '../../../domain/policies/budgets.ts';
import { gatewayCodes } from '../../../ports/gatewayCodes.ts';
import { moneyShown } from '../schemas.ts';

const seats = z.array(seatIdSchema);
const errors = z.array(
  z.looseObject({
    path: z.string(),
    message: z.string(),
    in: z.enum(['body', 'query', 'path', 'header']),
  }),
);

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  /** Named data of each occurrence. */
  readonly fields?: z.ZodRawShape;
}

export const problemKinds = {
  'invalid-request': {
    status: 400,
    title: 'The request is not valid',
    fields: { errors: errors.exactOptional() },
  },
  'idempotency-key-required': { status: 400, title: 'This request needs an Idempotency-Key' },
  'sign-in-again': { status: 401, title: 'A fresh sign-in is needed' },
  unauthorized: { status: 401, title: 'A valid token is needed' },
  'payment-declined': {
    status: 402,
    title: 'The payment was declined',
    fields: { code: z.enum(gatewayCodes).exactOptional(), bookingId: idSchema },
  },
  'payment-failed': {
    status: 402,
    title: 'The payment could not be completed',
    fields: { code: z.enum(gatewayCodes).exactOptional(), bookingId: idSchema },
  },
  forbidden: { status: 403, title: 'The token does not allow this' },
  'challenge-required': {
    status: 403,
    title: 'A proof is asked for: many seats are held from this address',
    fields: {
      kind: z.enum(['proof-of-work', 'turnstile']),
      challenge: z.looseObject({}),
      expiresAt: instantSchema,
    },
  },
  'queue-required': {
    status: 403,
    title: 'Seats of this showtime are held by turn',
    fields: { queueId: idSchema },
  },
  'not-found': { status: 404, title: 'There is no such thing' },
  'not-acceptable': { status: 406, title: 'There is no such representation' },
  'request-in-progress': { status: 409, title: 'A request with this Idempotency-Key is still running' },
  'already-admitted': {
    status: 409,
    title: 'The ticket was used',
    fields: {
      admittedAt: instantSchema,
      seatIds: seats.exactOptional(),
      where: z.string().exactOptional(),
    },
  },
  'already-exists': { status: 409, title: 'It exists already' },
  'booking-in-progress': { status: 409, title: 'A payment for this hold is under way' },
  'customer-erased': { status: 409, title: 'This customer was erased' },
  'currency-in-use': {
    status: 409,
    title: 'Seats are held or booked in another currency',
    fields: { currency: z.string() },
  },
  'hall-busy': {
    status: 409,
    title: 'The hall is taken at that time',
    fields: { showtimeId: idSchema, startsAt: instantSchema, freeFrom: instantSchema },
  },
  'hold-already-booked': { status: 409, title: 'The hold was booked' },
  'hold-cap-reached': {
    status: 409,
    title: 'The hold cannot be extended any further',
    fields: { expiresAt: instantSchema },
  },
  'lone-seat': {
    status: 409,
    title: 'The choice would leave a single seat between taken ones',
    fields: { seats },
  },
  'not-cancellable': { status: 409, title: 'The booking cannot be cancelled', fields: { why: z.string() } },
  'not-confirmed': {
    status: 409,
    title: 'The booking is not confirmed',
    fields: { bookingStatus: z.string() },
  },
  'not-parked': { status: 409, title: 'It was not given up' },
  'nothing-stuck': { status: 409, title: 'No payment of this booking is stuck' },
  'refund-not-possible': { status: 422, title: 'The gateway cannot pay that amount back' },
  'lot-not-drawn': {
    status: 409,
    title: 'The lot of this queue is not drawn yet',
    fields: { drawsAt: instantSchema },
  },
  'not-near-front': {
    status: 409,
    title: 'Only callers near the front of a queue get a stream',
    fields: { pollAfterMs: z.int() },
  },
  'prices-kept': {
    status: 409,
    title: 'Prices stay until the queue is closed',
    fields: { queueId: idSchema },
  },
  'queue-not-open': {
    status: 409,
    title: 'This queue does not take entries yet',
    fields: { opensAt: instantSchema },
  },
  'queue-over': { status: 409, title: 'This queue is closed' },
  'showtime-queued': { status: 409, title: 'The showtime has a queue', fields: { queueId: idSchema } },
  'purchase-limit': {
    status: 409,
    title: 'The customer has as many seats of this showtime as one may buy',
    fields: { max: z.int() },
  },
  'quote-changed': { status: 409, title: 'The total is not the expected one' },
  'refund-changed': {
    status: 409,
    title: 'The refund is not the expected one',
    fields: { refund: moneyShown },
  },
  'seats-unavailable': {
    status: 409,
    title: 'Some of the seats are not available',
    fields: { unavailable: seats },
  },
  'seats-would-vanish': {
    status: 409,
    title: 'Seats in use are missing in the newer layout',
    fields: { seatIds: seats },
  },
  'showtime-not-on-sale': {
    status: 409,
    title: 'The showtime is not on sale',
    fields: { showtimeStatus: z.string() },
  },
  'too-early': { status: 409, title: 'The gate is not open yet', fields: { opensAt: instantSchema } },
  'too-many-payments': {
    status: 409,
    title: 'Too many payments were tried for this hold',
    fields: { max: z.int() },
  },
  'wrong-showtime': {
    status: 409,
    title: 'The ticket is for another showtime',
    fields: { showtimeId: idSchema },
  },
  'layout-not-newer': {
    status: 409,
    title: 'The showtime has this layout version or a newer one',
    fields: { layoutVersion: z.int() },
  },
  'hold-expired': {
    status: 410,
    title: 'The hold is over',
    fields: { reason: z.enum(['expired', 'released', 'booked']) },
  },
  'stale-version': { status: 412, title: 'It was edited since', fields: { version: z.int() } },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The body must be JSON' },
  'search-superseded': { status: 409, title: 'A newer search of this caller took the place of this one' },
  'idempotency-key-reused': { status: 422, title: 'This Idempotency-Key came with another body before' },
  'invalid-passkey': { status: 422, title: 'The passkey proves nothing here' },
  'invalid-code': { status: 422, title: 'The code is not valid' },
  'invalid-ticket': { status: 422, title: 'This is no valid ticket', fields: { why: z.string() } },
  'price-too-high': { status: 422, title: 'Some seat would cost more than a price can be' },
  'seats-belong-together': {
    status: 422,
    title: 'Some of the seats are only held together with others',
    fields: { with: seats },
  },
  'start-not-possible': {
    status: 422,
    title: 'The showtime cannot start then',
    fields: { daysMax: z.int().exactOptional() },
  },
  'timetable-full': {
    status: 422,
    title: 'The hall has as many showtimes as it can keep',
    fields: { max: z.int() },
  },
  'too-many-layouts': {
    status: 422,
    title: 'The hall has as many layout versions as it can keep',
    fields: { max: z.int() },
  },
  'too-many-skips': {
    status: 422,
    title: 'Too many events of this stream are passed over',
    fields: { max: z.int() },
  },
  'too-many-seats': { status: 422, title: 'Too many seats for one hold', fields: { max: z.int() } },
  'unknown-add-on': {
    status: 422,
    title: 'Nothing of that kind is sold',
    fields: { unknown: z.array(z.string()) },
  },
  'promo-code-not-valid': { status: 422, title: 'The promotion cannot be used' },
  'unknown-seat': { status: 422, title: 'There is no such seat here', fields: { unknown: seats } },
  'wrong-currency': {
    status: 422,
    title: 'The theater sells in another currency',
    fields: { currency: z.string() },
  },
  'budget-exhausted': {
    status: 429,
    title: 'A budget of this caller or address is used up',
    fields: { budget: z.enum(budgetNames), retryAfterSeconds: z.int().exactOptional() },
  },
  'rate-limited': { status: 429, title: 'Too many requests' },
  'internal-error': { status: 500, title: 'Something went wrong here' },
  'not-caught-up': {
    status: 503,
    title: 'This view has not reached the asked position yet',
    fields: { position: z.string() },
  },
  overloaded: { status: 503, title: 'The server is overloaded' },
  'payment-unavailable': { status: 503, title: 'The payment gateway is away; the hold stays' },
  'read-only': { status: 503, title: 'This server answers reads only' },
  'temporarily-unavailable': { status: 503, title: 'A needed part is away; try again later' },
} as const satisfies Record<string, ProblemKind>;

export type ProblemName = keyof typeof problemKinds;

const kinds: Readonly<Record<ProblemName, ProblemKind>> = problemKinds;
export const problemShapeOf = (name: ProblemName): z.ZodRawShape => kinds[name].fields ?? {};
