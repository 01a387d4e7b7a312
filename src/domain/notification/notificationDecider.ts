import { Map as PersistentMap, Set as PersistentSet } from 'immutable';
import { accept, type Decider, decideBy, reject } from '../kernel/decider.ts';
import { type MessageKind, type NotificationEvent, sourceOfMessage } from './events.ts';

interface MessageFacts {
  readonly kind: MessageKind;
  /** Absent for a message about an account. */
  readonly bookingId?: string;
}

/** A message that is owed. `tries`: how often it could not be sent. */
export interface OpenMessage extends MessageFacts {
  readonly tries: number;
}

/** The messages about the events of one source stream. */
export interface NotificationState {
  readonly open: PersistentMap<string, OpenMessage>;
  /** The ids of the messages that need nothing more, those that were given up included. */
  readonly settled: PersistentSet<string>;
  readonly parked: PersistentMap<string, MessageFacts>;
}

type DataOf<Type extends NotificationEvent['type']> = Extract<NotificationEvent, { type: Type }>['data'];

/** What can become of a message. */
export type SettledEvent = Extract<
  NotificationEvent,
  { readonly type: 'NotificationSent' | 'NotificationWithheld' | 'NotificationParked' }
>;

export type NotificationCommand =
  /** Nothing to do when the message was requested or settled before. */
  | { readonly type: 'RequestNotification'; readonly message: DataOf<'NotificationRequested'> }
  /** Says what became of one message. Nothing to do when that is known already. */
  | { readonly type: 'SettleNotification'; readonly outcome: SettledEvent }
  /** The message could not be sent. Nothing to do when it is settled, or has failed another time meanwhile. */
  | {
      readonly type: 'DelayNotification';
      readonly messageId: string;
      readonly kind: MessageKind;
      /** From 1. */
      readonly tries: number;
      readonly retryAt: string;
    }
  /** A message that was given up is owed again. */
  | { readonly type: 'RetryNotification'; readonly messageId: string };

export interface NotificationRejections {
  readonly RequestNotification: never;
  readonly SettleNotification: never;
  readonly DelayNotification: never;
  readonly RetryNotification:
    | { readonly reason: 'MessageNotFound' }
    /** It was sent, withheld for good, or is owed again already. */
    | { readonly reason: 'MessageNotParked' };
}

export type NotificationRejection = NotificationRejections[NotificationCommand['type']];

const decide = decideBy<NotificationState, NotificationCommand, NotificationEvent, NotificationRejections>({
  RequestNotification: ({ message }, { open, settled }) => {
    const isKnown = open.has(message.messageId) || settled.has(message.messageId);
    return isKnown ? accept() : accept({ type: 'NotificationRequested', data: message });
  },
  SettleNotification: ({ outcome }, { settled }) =>
    settled.has(outcome.data.messageId) ? accept() : accept(outcome),
  DelayNotification: ({ messageId, kind, tries, retryAt }, { open, settled }) => {
    if (settled.has(messageId) || (open.get(messageId)?.tries ?? 0) >= tries) return accept();
    return accept({ type: 'NotificationDelayed', data: { messageId, kind, tries, retryAt } });
  },
  RetryNotification: ({ messageId }, { settled, parked }) => {
    const given = parked.get(messageId);
    if (given !== undefined) {
      return accept({ type: 'NotificationRetried', data: { messageId, kind: given.kind } });
    }
    return reject({ reason: settled.has(messageId) ? 'MessageNotParked' : 'MessageNotFound' });
  },
});

/** The booking that a message is about. One that was never requested is about the booking whose event it tells of. */
const bookingOf = ({ open, parked }: NotificationState, event: NotificationEvent): string | undefined => {
  if (event.type === 'NotificationRequested') return event.data.about.bookingId;
  const { messageId } = event.data;
  const known = open.get(messageId) ?? parked.get(messageId);
  return known === undefined ? sourceOfMessage(messageId) : known.bookingId;
};

const evolve = (state: NotificationState, event: NotificationEvent): NotificationState => {
  const { messageId, kind } = event.data;
  const bookingId = bookingOf(state, event);
  const facts = { kind, ...(bookingId === undefined ? {} : { bookingId }) };
  const { open, settled, parked } = state;
  switch (event.type) {
    case 'NotificationRequested':
      return { ...state, open: open.set(messageId, { ...facts, tries: 0 }) };
    case 'NotificationDelayed':
      return { ...state, open: open.set(messageId, { ...facts, tries: event.data.tries }) };
    case 'NotificationSent':
    case 'NotificationWithheld':
      return { open: open.delete(messageId), settled: settled.add(messageId), parked };
    case 'NotificationParked':
      return {
        open: open.delete(messageId),
        settled: settled.add(messageId),
        parked: parked.set(messageId, facts),
      };
    case 'NotificationRetried':
      return {
        open: open.set(messageId, { ...facts, tries: 0 }),
        settled: settled.delete(messageId),
        parked: parked.delete(messageId),
      };
  }
};

export const notificationDecider: Decider<
  NotificationState,
  NotificationCommand,
  NotificationEvent,
  NotificationRejections
> = {
  initialState: { open: PersistentMap(), settled: PersistentSet(), parked: PersistentMap() },
  decide,
  evolve,
};
