/**
 * Sends what customers are owed, each message once: before a message goes out its booking's notification stream is
 * asked, and once it went out that stream says so. Only a crash between the two repeats it, under the same id. Nothing
 * that names a person may be logged here.
 */
import type { CommandRunner } from '../../commands/engine/CommandRunner.ts';
import type { NotificationEvent } from '../../domain/notification/events.ts';
import {
  isSettled,
  type NotificationCommand,
  type NotificationRejection,
  type NotificationState,
  type SettledEvent,
} from '../../domain/notification/notificationDecider.ts';
import type { Clock } from '../../ports/Clock.ts';
import { EventStoreUnavailable } from '../../ports/EventStore.ts';
import type { IdSource } from '../../ports/IdSource.ts';
import { KeyStoreUnavailable } from '../../ports/KeyStore.ts';
import { MessageRefused, type Notifier } from '../../ports/Notifier.ts';
import type { Job, ProcessLogger } from '../engine/runJob.ts';
import { systemContext } from '../engine/systemContext.ts';
import { type OwedMessage, type PrepareMessageDeps, prepareMessage } from './prepareMessage.ts';

export interface SendNotificationsDeps extends PrepareMessageDeps {
  /** The first message owed to each booking that is not among `except`, longest waiting first. */
  owedMessages(except: readonly string[], limit: number): Promise<readonly OwedMessage[]>;
  readonly notifications: Pick<
    CommandRunner<NotificationState, NotificationCommand, NotificationRejection>,
    'execute' | 'read'
  >;
  readonly notifier: Pick<Notifier, 'send'>;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: ProcessLogger;
}

const minuteMs = 60_000;

export const sendNotificationsLimits = {
  everyMs: 250,
  /** All of a pass go out at once, so a pass takes no longer than one message. */
  messagesPerPassMax: 8,
  retryFirstMs: 5_000,
  retryFactor: 4,
  retryMaxMs: 60 * minuteMs,
  attemptsMax: 40,
  /** Afterwards a message is no news any more. */
  freshForMs: 48 * 60 * minuteMs,
  /** Bookings that wait for their next try; while there are more, no other is begun. */
  waitingMax: 1_000,
  /** The outbox needs a moment to learn what was settled. */
  settledPauseMs: 1_000,
  engineAwayPauseMs: 5_000,
} as const;
const limits = sendNotificationsLimits;

/** A booking whose next message is not to be touched before an instant. */
interface Waiting {
  readonly messageId: string;
  readonly untilMs: number;
  readonly attempts: number;
  /** It went out, but the log does not know yet. */
  readonly sent: boolean;
}

type Fate =
  | { readonly type: 'NotificationSent' }
  | { readonly type: 'NotificationWithheld' }
  | {
      readonly type: 'NotificationParked';
      readonly why: Extract<NotificationEvent, { type: 'NotificationParked' }>['data']['why'];
    };

const eventOf = ({ messageId, bookingId, kind }: OwedMessage, fate: Fate): SettledEvent => {
  const data = { messageId, bookingId, kind };
  return fate.type === 'NotificationParked'
    ? { type: fate.type, data: { ...data, why: fate.why } }
    : { type: fate.type, data };
};

const pauseAfter = (attempts: number): number =>
  Math.min(limits.retryFirstMs * limits.retryFactor ** Math.min(attempts - 1, 10), limits.retryMaxMs);

export const sendNotifications = (deps: SendNotificationsDeps): Job => {
  const { notifications, notifier, clock, ids, logger } = deps;
  const waiting = new Map<string, Waiting>();

  /** Of this message: what came before for the booking is over. */
  const historyOf = ({ bookingId, messageId }: OwedMessage): Pick<Waiting, 'attempts' | 'sent'> => {
    const before = waiting.get(bookingId);
    return before?.messageId === messageId ? before : { attempts: 0, sent: false };
  };
  const wait = (
    { bookingId, messageId }: OwedMessage,
    pauseMs: number,
    history: Pick<Waiting, 'attempts' | 'sent'>,
  ) => waiting.set(bookingId, { ...history, messageId, untilMs: clock.nowMs() + pauseMs });

  const settle = async (message: OwedMessage, fate: Fate): Promise<void> => {
    const { messageId, bookingId, kind } = message;
    const outcome = eventOf(message, fate);
    const recorded = await notifications.execute(
      bookingId,
      { type: 'SettleNotification', outcome },
      systemContext(ids),
    );
    if (recorded.outcome !== 'done') {
      throw new EventStoreUnavailable(`what became of message ${messageId} could not be recorded`);
    }
    wait(message, limits.settledPauseMs, { attempts: 0, sent: false });
    const details = { messageId, bookingId, kind };
    switch (fate.type) {
      case 'NotificationSent':
        logger.info(details, 'sent a message to the customer');
        break;
      case 'NotificationWithheld':
        logger.info(details, 'sent no message: the customer was erased');
        break;
      case 'NotificationParked':
        logger.warn({ ...details, why: fate.why }, 'gave up a message to the customer');
        break;
    }
  };

  const attempt = async (message: OwedMessage): Promise<void> => {
    const { bookingId, messageId } = message;
    const history = historyOf(message);
    const { state } = await notifications.read(bookingId);
    if (isSettled(state, messageId)) {
      wait(message, limits.settledPauseMs, { attempts: 0, sent: false });
      return;
    }
    if (history.sent) return settle(message, { type: 'NotificationSent' });
    if (clock.nowMs() - message.owedAtMs > limits.freshForMs) {
      return settle(message, { type: 'NotificationParked', why: 'too-late' });
    }
    const prepared = await prepareMessage(deps, message, history.attempts);
    if (prepared === 'erased') return settle(message, { type: 'NotificationWithheld' });
    await notifier.send(prepared);
    wait(message, limits.engineAwayPauseMs, { attempts: history.attempts, sent: true });
    return settle(message, { type: 'NotificationSent' });
  };

  const failed = async (message: OwedMessage, error: unknown): Promise<void> => {
    const { messageId, bookingId, kind } = message;
    const history = historyOf(message);
    const away = error instanceof EventStoreUnavailable || error instanceof KeyStoreUnavailable;
    const attempts = away ? history.attempts : history.attempts + 1;
    const pauseMs = away ? limits.engineAwayPauseMs : pauseAfter(attempts);
    wait(message, pauseMs, { ...history, attempts });
    // Only the name: what an error of somebody else says might name the person.
    const why = error instanceof Error ? error.name : 'unknown';
    logger.warn({ messageId, bookingId, kind, attempts, pauseMs, why }, 'a message could not be sent');
    if (error instanceof MessageRefused)
      return settle(message, { type: 'NotificationParked', why: 'refused' });
    if (attempts >= limits.attemptsMax) {
      return settle(message, { type: 'NotificationParked', why: 'tried-too-often' });
    }
  };

  const handle = (message: OwedMessage): Promise<void> =>
    attempt(message)
      .catch((error: unknown) => failed(message, error))
      // Parking failed too: the pause stands, and then all of it is tried again.
      .catch(() => undefined);

  return {
    name: 'send_notifications',
    everyMs: limits.everyMs,
    pass: async () => {
      const nowMs = clock.nowMs();
      const except = [...waiting]
        .filter(([, { untilMs }]) => untilMs > nowMs)
        .map(([bookingId]) => bookingId);
      if (except.length >= limits.waitingMax) return;
      const owed = await deps.owedMessages(except, limits.messagesPerPassMax);
      await Promise.all(owed.map(handle));
      forgetTheOver(waiting, clock.nowMs());
    },
  };
};

/** What waits for nothing need not be remembered; with failures behind it, once somebody else must have seen to it. */
const forgetTheOver = (waiting: Map<string, Waiting>, nowMs: number): void => {
  for (const [bookingId, { untilMs, attempts, sent }] of waiting) {
    const isOver = (attempts === 0 && !sent) || untilMs + limits.retryMaxMs <= nowMs;
    if (untilMs <= nowMs && isOver) waiting.delete(bookingId);
  }
};
