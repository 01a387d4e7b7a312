import type { Aggregate } from '../kernel/aggregate.ts';
import { type NotificationEvent, notificationEvents } from './events.ts';
import {
  type NotificationCommand,
  type NotificationRejections,
  type NotificationState,
  notificationDecider,
} from './notificationDecider.ts';

/** By the id of the booking that the messages are about. */
export const notificationAggregate: Aggregate<
  NotificationState,
  NotificationCommand,
  NotificationEvent,
  NotificationRejections
> = {
  category: 'notification',
  events: notificationEvents,
  decider: notificationDecider,
};
