import type { Runners } from '../../commands/runners.ts';
import { sourceOfMessage } from '../../domain/notification/events.ts';
import type { NotificationCommand, SettledEvent } from '../../domain/notification/notificationDecider.ts';
import type { Clock } from '../../ports/Clock.ts';
import { EventStoreUnavailable, type Position } from '../../ports/EventStore.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import { KeyStoreUnavailable } from '../../ports/KeyStore.ts';
import { MessageRefused, type Notifier } from '../../ports/Notifier.ts';
import { growingPass, inFlight } from '../engine/growingPass.ts';
import type { Job, ProcessLogger } from '../engine/runJob.ts';
import { systemContext } from '../engine/systemContext.ts';
import type { MessageWriters, OwedMessage } from './MessageWriters.ts';

/** New messages and those that failed before wait in lines of their own, so that neither holds up the other. */
export type Lane = 'first' | 'retry';

export interface SendNotificationsDeps {
  readonly writers: MessageWriters;
  /** Messages of the lane that are due, longest overdue first; of each source only its first unsettled message. */
  due(lane: Lane, nowMs: number, limit: number): Promise<readonly OwedMessage[]>;
  /** Waits until `due` knows of what was written up to a position, at most so long. */
  outboxKnows(position: Position, withinMs: number): Promise<unknown>;
  readonly notifications: Pick<Runners['notifications'], 'execute' | 'readCurrent'>;
  readonly notifier: Pick<Notifier, 'send'>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: ProcessLogger;
}

const minuteMs = 60_000;

export const sendNotificationsLimits = {
  everyMs: 250,
  messagesPerPass: { first: 16, most: 256 },
  inFlightMax: 16,
  retryFirstMs: 5_000,
  retryFactor: 4,
  retryMaxMs: 60 * minuteMs,
  triesMax: 40,
  /** Afterwards a message is no news any more. */
  freshForMs: 48 * 60 * minuteMs,
  /** Messages that went out while the log was away; while there are more, no other is sent. */
  unrecordedMax: 100,
  outboxWithinMs: 1_000,
} as const;
const limits = sendNotificationsLimits;

const jobNames = { first: 'send_notifications', retry: 'retry_notifications' } as const;

type Fate = Pick<SettledEvent, 'type'> & { readonly why?: 'tried-too-often' | 'refused' | 'too-late' };

const eventOf = ({ messageId, kind }: OwedMessage, { type, why }: Fate): SettledEvent =>
  type === 'NotificationParked'
    ? { type, data: { messageId, kind, why: why ?? 'refused' } }
    : { type, data: { messageId, kind } };

const pauseAfter = (tries: number): number =>
  Math.min(limits.retryFirstMs * limits.retryFactor ** Math.min(tries - 1, 10), limits.retryMaxMs);

/** A message that went out must not be taken for one that failed, whatever kept its stream from being told. */
const nothing = (): undefined => undefined;

const isOutage = (error: unknown): boolean =>
  error instanceof EventStoreUnavailable || error instanceof KeyStoreUnavailable;

const said: Readonly<Record<SettledEvent['type'], string>> = {
  NotificationSent: 'sent a message to the customer',
  NotificationWithheld: 'sent no message: the customer was erased',
  NotificationParked: 'gave up a message to the customer',
};

/**
 * Sends each message once: its stream is asked before it goes out and told afterwards. Only a crash between the two
 * repeats it, under the same id. No log line may name a person.
 */
export const sendNotifications = (deps: SendNotificationsDeps, lane: Lane): Job => {
  const { writers, notifications, notifier, clock, ids, logger } = deps;
  const passes = growingPass(limits.messagesPerPass);
  const unrecorded = new Set<string>();
  let written: Position | undefined;

  const record = async (message: OwedMessage, command: NotificationCommand): Promise<void> => {
    const { messageId, cause } = message;
    const source = sourceOfMessage(messageId);
    const recorded = await notifications.execute(source, command, systemContext(ids, cause)).catch(nothing);
    if (recorded?.outcome !== 'done') {
      throw new EventStoreUnavailable(`what became of message ${messageId} could not be recorded`);
    }
    if (written === undefined || recorded.position > written) written = recorded.position;
  };

  const settle = async (message: OwedMessage, fate: Fate): Promise<void> => {
    await record(message, { type: 'SettleNotification', outcome: eventOf(message, fate) });
    const { messageId, kind } = message;
    const details = { messageId, kind, ...(fate.why === undefined ? {} : { why: fate.why }) };
    logger[fate.type === 'NotificationParked' ? 'warn' : 'info'](details, said[fate.type]);
  };

  const settleSent = async (message: OwedMessage): Promise<void> => {
    await settle(message, { type: 'NotificationSent' });
    unrecorded.delete(message.messageId);
  };

  const attempt = async (message: OwedMessage): Promise<void> => {
    const { messageId } = message;
    const { state } = await notifications.readCurrent(sourceOfMessage(messageId));
    // The outbox is a little behind: the message was settled, or has failed another time.
    if (state.open.get(messageId)?.tries !== message.tries) {
      unrecorded.delete(messageId);
      return;
    }
    if (unrecorded.has(messageId)) return settleSent(message);
    if (clock.nowMs() - message.owedAtMs > limits.freshForMs) {
      return settle(message, { type: 'NotificationParked', why: 'too-late' });
    }
    const prepared = await writers[message.kind](message);
    if (prepared === 'erased' || prepared === 'no-address')
      return settle(message, { type: 'NotificationWithheld' });
    if (prepared === 'too-late') return settle(message, { type: 'NotificationParked', why: 'too-late' });
    await notifier.send(prepared);
    unrecorded.add(messageId);
    return settleSent(message);
  };

  const failed = async (message: OwedMessage, error: unknown): Promise<void> => {
    const { messageId, kind } = message;
    const tries = message.tries + 1;
    const pauseMs = pauseAfter(tries);
    // Only the name: the text of a foreign error might name the person.
    const why = error instanceof Error ? error.name : 'unknown';
    logger.warn({ messageId, kind, tries, pauseMs, why }, 'a message could not be sent');
    if (error instanceof MessageRefused)
      return settle(message, { type: 'NotificationParked', why: 'refused' });
    if (tries >= limits.triesMax)
      return settle(message, { type: 'NotificationParked', why: 'tried-too-often' });
    const retryAt = new Date(clock.nowMs() + pauseMs).toISOString();
    return record(message, { type: 'DelayNotification', messageId, kind, tries, retryAt });
  };

  const handle = async (message: OwedMessage): Promise<void> => {
    try {
      await attempt(message);
    } catch (error) {
      if (isOutage(error)) throw error;
      await failed(message, error);
    }
  };

  return {
    name: jobNames[lane],
    everyMs: limits.everyMs,
    pass: async () => {
      const page = await deps.due(lane, clock.nowMs(), passes.size());
      const isFull = unrecorded.size >= limits.unrecordedMax;
      const ready = isFull ? page.filter(({ messageId }) => unrecorded.has(messageId)) : page;
      await inFlight(ready, limits.inFlightMax, handle);
      if (written !== undefined) await deps.outboxKnows(written, limits.outboxWithinMs);
      return passes.wasFull(page.length) ? 'more' : undefined;
    },
  };
};
