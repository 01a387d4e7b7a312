import type { Aggregate } from '../kernel/aggregate.ts';
import { type NotificationEvent, notificationEvents } from './events.ts';
import {
  type NotificationCommand,
  type NotificationRejections,
  type NotificationState,
  notificationDecider,
} from './notificationDecider.ts';

/** By the id in the name of the stream whose events the messages tell of. */
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
