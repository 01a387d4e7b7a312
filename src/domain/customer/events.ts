/**
 * What can have happened to a customer as a person. Nothing that says who the person is may enter: that stands sealed
 * in the events of bookings.
 */
import { z } from 'zod';
import { customerIdSchema } from '../booking/eventFields.ts';
import { defineEvent, type EventOf } from '../kernel/eventDefinition.ts';

export const customerEvents = {
  CustomerErased: defineEvent(
    'CustomerErased',
    'The customer is to be forgotten: the key to all that they told us is destroyed, again after every restore.',
    z.strictObject({
      customerId: customerIdSchema,
      by: z.enum(['customer', 'admin']).describe('who asked for it'),
    }),
  ),
} as const;

export type CustomerEvent = EventOf<(typeof customerEvents)[keyof typeof customerEvents]>;
