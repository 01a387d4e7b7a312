/** Each message of a booking is settled once. When and how it is sent must not enter. */
import { Set as PersistentSet } from 'immutable';
import { accept, type Decider, type Decision, type Timed } from '../decider.ts';
import type { NotificationEvent } from './events.ts';

/** The ids of the messages that need nothing more. */
export interface NotificationState {
  readonly settled: PersistentSet<string>;
}

/** Says what became of one message. Nothing to do when that is known already. */
export type NotificationCommand = {
  readonly type: 'SettleNotification';
  readonly outcome: NotificationEvent;
};

export type NotificationRejection = never;

const decide = (
  { outcome }: Timed<NotificationCommand>,
  { settled }: NotificationState,
): Decision<NotificationEvent, NotificationRejection> =>
  settled.has(outcome.data.messageId) ? accept() : accept(outcome);

const evolve = ({ settled }: NotificationState, { data }: NotificationEvent): NotificationState => ({
  settled: settled.add(data.messageId),
});

export const isSettled = ({ settled }: NotificationState, messageId: string): boolean =>
  settled.has(messageId);

export const notificationDecider: Decider<
  NotificationState,
  NotificationCommand,
  NotificationEvent,
  NotificationRejection
> = { initialState: { settled: PersistentSet() }, decide, evolve };
