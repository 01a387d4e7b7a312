import type { MessageKind } from '../../domain/notification/events.ts';
import type { Message } from '../../ports/Notifier.ts';
import type { Cause } from '../engine/systemContext.ts';

export interface OwedMessage {
  readonly messageId: string;
  readonly kind: MessageKind;
  /** Absent for a message that is not about a booking. */
  readonly bookingId?: string;
  /** The cancellation that it tells of, if the request named one. */
  readonly cancellationId?: string;
  /** Since when, epoch milliseconds. */
  readonly owedAtMs: number;
  /** How often it could not be sent. */
  readonly tries: number;
  /** The event that requested it. */
  readonly cause: Cause;
}

/** `erased` when the recipient's data cannot be read any more, `no-address` after a sale without a name, `too-late` for a code that has expired. Throws what its parts throw. */
export type WriteMessage = (owed: OwedMessage) => Promise<Message | 'erased' | 'no-address' | 'too-late'>;

/** Total by its type: a kind of message that nothing writes does not compile. */
export type MessageWriters = Readonly<Record<MessageKind, WriteMessage>>;
