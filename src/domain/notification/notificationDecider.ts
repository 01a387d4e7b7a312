/** Each message of a booking is settled once, unless staff want a parked one sent after all. How it is sent must not enter. */
import { Map as PersistentMap, Set as PersistentSet } from 'immutable';
import { accept, type Decider, type Decision, reject, type Timed } from '../kernel/decider.ts';
import type { MessageKind, NotificationEvent } from './events.ts';

export interface NotificationState {
  /** The ids of the messages that need nothing more. */
  readonly settled: PersistentSet<string>;
  /** Those of them that were given up. */
  readonly parked: PersistentMap<string, { readonly bookingId: string; readonly kind: MessageKind }>;
}

/** What can become of a message. */
export type SettledEvent = Exclude<NotificationEvent, { readonly type: 'NotificationRetried' }>;

export type NotificationCommand =
  /** Says what became of one message. Nothing to do when that is known already. */
  | { readonly type: 'SettleNotification'; readonly outcome: SettledEvent }
  /** A message that was given up is owed again. */
  | { readonly type: 'RetryNotification'; readonly messageId: string };

export type NotificationRejection =
  | { readonly reason: 'MessageNotFound' }
  /** It was sent, withheld for good, or is owed again already. */
  | { readonly reason: 'MessageNotParked' };

const decide = (
  command: Timed<NotificationCommand>,
  { settled, parked }: NotificationState,
): Decision<NotificationEvent, NotificationRejection> => {
  switch (command.type) {
    case 'SettleNotification': {
      const { outcome } = command;
      return settled.has(outcome.data.messageId) ? accept() : accept(outcome);
    }
    case 'RetryNotification': {
      const { messageId } = command;
      const message = parked.get(messageId);
      if (message !== undefined)
        return accept({ type: 'NotificationRetried', data: { messageId, ...message } });
      return reject({ reason: settled.has(messageId) ? 'MessageNotParked' : 'MessageNotFound' });
    }
  }
};

const evolve = ({ settled, parked }: NotificationState, event: NotificationEvent): NotificationState => {
  const { messageId, bookingId, kind } = event.data;
  switch (event.type) {
    case 'NotificationSent':
    case 'NotificationWithheld':
      return { settled: settled.add(messageId), parked };
    case 'NotificationParked':
      return { settled: settled.add(messageId), parked: parked.set(messageId, { bookingId, kind }) };
    case 'NotificationRetried':
      return { settled: settled.delete(messageId), parked: parked.delete(messageId) };
  }
};

export const isSettled = ({ settled }: NotificationState, messageId: string): boolean =>
  settled.has(messageId);

export const notificationDecider: Decider<
  NotificationState,
  NotificationCommand,
  NotificationEvent,
  NotificationRejection
> = { initialState: { settled: PersistentSet(), parked: PersistentMap() }, decide, evolve };
