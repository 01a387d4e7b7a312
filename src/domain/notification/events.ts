import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { idSchema, instantSchema } from '../kernel/ids.ts';

export const messageKindSchema = z.enum([
  'booking-confirmed',
  'booking-failed',
  'booking-cancelled',
  'refund-issued',
  'booking-access-code',
  'sign-in-code',
]);
export type MessageKind = z.output<typeof messageKindSchema>;

/**
 * The id of the message about an event: the id in the name of its stream and its revision. Logs of every age hold ids
 * made in this way, so what was sent once is recognised.
 */
export const messageIdOf = (sourceId: string, revision: number): string => `${sourceId}.${revision}`;

/** The id of the stream that the message's source event stands in; messages of one source share a stream. */
export const sourceOfMessage = (messageId: string): string => messageId.slice(0, messageId.indexOf('.'));

export const revisionOfMessage = (messageId: string): number =>
  Number(messageId.slice(messageId.indexOf('.') + 1));

export const messageIdSchema = z
  .string()
  .regex(/^[0-9a-f-]{36}\.\d{1,9}$/, 'the id of a stream and the revision of its event');

const message = { messageId: messageIdSchema, kind: messageKindSchema };

/** Messages were about bookings only, and their first version named the booking, which is the source. */
const withoutBooking = (old: unknown): unknown => {
  const { bookingId: _bookingId, ...rest } = z.looseObject({}).parse(old);
  return rest;
};

/** A newer version has kinds of message that an older program does not know. */
const withNewKinds = (old: unknown): unknown => old;

/**
 * `tried-too-often`: given up after many failures. `refused`: the address or the message is not taken. `too-late`: it
 * could not be sent while it was news.
 */
export const parkedWhySchema = z.enum(['tried-too-often', 'refused', 'too-late']);

export const notificationEvents = {
  NotificationRequested: defineEvent(
    'NotificationRequested',
    'A message is owed to a person because of an event. Addresses and texts are not kept.',
    z.strictObject({
      ...message,
      recipient: z.strictObject({ customerId: z.string().min(1).max(200) }),
      source: z.strictObject({ eventId: idSchema, stream: z.string().min(1), revision: z.int().min(0) }),
      about: z.strictObject({
        bookingId: idSchema.exactOptional(),
        cancellationId: idSchema.exactOptional(),
      }),
      owedAt: instantSchema.describe('when the source event happened'),
    }),
    [withNewKinds],
  ),
  NotificationSent: defineEvent(
    'NotificationSent',
    'The next station took a message.',
    z.strictObject(message),
    [withoutBooking, withNewKinds],
  ),
  NotificationDelayed: defineEvent(
    'NotificationDelayed',
    'A message could not be sent; it is tried again at the instant named.',
    z.strictObject({ ...message, tries: z.int().min(1), retryAt: instantSchema }),
    [withNewKinds],
  ),
  NotificationWithheld: defineEvent(
    'NotificationWithheld',
    'A message was not sent because its recipient was erased, or gave no address.',
    z.strictObject(message),
    [withoutBooking, withNewKinds],
  ),
  NotificationParked: defineEvent(
    'NotificationParked',
    'A message could not be sent and is not tried any more; staff may want to know.',
    z.strictObject({ ...message, why: parkedWhySchema }),
    [withoutBooking, withNewKinds],
  ),
  NotificationRetried: defineEvent(
    'NotificationRetried',
    'Staff asked that a parked message be sent after all: it is owed again, as if it were new.',
    z.strictObject(message),
    [withoutBooking, withNewKinds],
  ),
} as const;

export type NotificationEvent = EventOf<(typeof notificationEvents)[keyof typeof notificationEvents]>;
