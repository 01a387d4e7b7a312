/**
 * What became of the messages about a booking, so that none is sent again when a read model is rebuilt. Addresses and
 * texts must not enter.
 */
import { z } from 'zod';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';
import { idSchema } from '../kernel/ids.ts';

export const messageKindSchema = z.enum([
  'booking-confirmed',
  'booking-failed',
  'booking-cancelled',
  'refund-issued',
]);
export type MessageKind = z.output<typeof messageKindSchema>;

/** A message is named after the booking's event that it tells of. */
export const messageIdOf = (bookingId: string, revision: number): string => `${bookingId}.${revision}`;

/** Whose message that is. */
export const bookingOfMessage = (messageId: string): string => messageId.slice(0, messageId.indexOf('.'));

export const messageIdSchema = z
  .string()
  .regex(/^[0-9a-f-]{36}\.\d{1,9}$/, 'a booking’s id and the revision of its event');

const message = {
  messageId: messageIdSchema,
  bookingId: idSchema,
  kind: messageKindSchema,
};

/**
 * `tried-too-often`: given up after many failures. `refused`: the address or the message is not taken. `too-late`:
 * nobody could send it while it was news.
 */
export const parkedWhySchema = z.enum(['tried-too-often', 'refused', 'too-late']);

export const notificationEvents = {
  NotificationSent: defineEvent(
    'NotificationSent',
    'The next station took a message to the customer.',
    z.strictObject(message),
  ),
  NotificationWithheld: defineEvent(
    'NotificationWithheld',
    'A message was not sent because its customer was erased.',
    z.strictObject(message),
  ),
  NotificationParked: defineEvent(
    'NotificationParked',
    'A message could not be sent and is not tried any more; staff may want to know.',
    z.strictObject({ ...message, why: parkedWhySchema }),
  ),
  NotificationRetried: defineEvent(
    'NotificationRetried',
    'Staff asked that a parked message be sent after all: it is owed again, as if it were new.',
    z.strictObject(message),
  ),
} as const;

export type NotificationEvent = EventOf<(typeof notificationEvents)[keyof typeof notificationEvents]>;
