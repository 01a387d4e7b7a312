import { z } from 'zod';
import { everyKey } from '../api/http/ApiSecrets.ts';
import { issuedCode } from '../commands/recovery/recoveryCodes.ts';
import { revisionOfMessage, sourceOfMessage } from '../domain/notification/events.ts';
import { bookingMessages } from '../processes/notification/bookingMessages.ts';
import type { MessageWriters } from '../processes/notification/MessageWriters.ts';
import { readShow } from '../processes/notification/readShow.ts';
import { requestMessages } from '../processes/notification/requestMessages.ts';
import {
  type SendNotificationsDeps,
  sendNotifications,
} from '../processes/notification/sendNotifications.ts';
import { signInMessage } from '../processes/notification/signInMessage.ts';
import { formerOutboxEnd } from '../projections/outbox/formerOutbox.ts';
import { outboxProjection } from '../projections/outbox/outboxProjection.ts';
import { addGauge } from './engine/addGauge.ts';
import type { Parts } from './engine/Parts.ts';
import type { Slice } from './engine/Slice.ts';

const ticketPdf =
  ({ commands, tickets }: Pick<Parts, 'commands' | 'tickets'>) =>
  async (bookingId: string): Promise<Uint8Array> => {
    const { state: booking, revision } = await commands.bookings.read(bookingId);
    const file =
      booking.status === 'none' ? undefined : await tickets.draw({ booking, revision }, 'application/pdf');
    if (file === undefined) throw new Error(`booking ${bookingId} has no ticket`);
    return file;
  };

const accessCode =
  ({ commands, secrets, clock }: Pick<Parts, 'commands' | 'secrets' | 'clock'>) =>
  async (messageId: string): Promise<string | undefined> => {
    const recoveryId = sourceOfMessage(messageId);
    const { state } = await commands.recoveries.readAt(recoveryId, revisionOfMessage(messageId));
    const issued = state.codes.at(-1);
    if (issued === undefined || issued.expiresAtMs <= clock.nowMs()) return undefined;
    return issuedCode(everyKey(secrets, 'bookingAccess'), recoveryId, issued);
  };

const signInAddress =
  ({ commands, keyStore }: Pick<Parts, 'commands' | 'keyStore'>) =>
  async (messageId: string): Promise<string | undefined> => {
    const { state } = await commands.recoveries.readAt(
      sourceOfMessage(messageId),
      revisionOfMessage(messageId),
    );
    const opens = state.codes.at(-1)?.opens;
    const address = opens?.to === 'account' ? await keyStore.openBrief(opens.address) : undefined;
    return z.string().optional().parse(address);
  };

type Writing = Pick<Parts, 'commands' | 'tickets' | 'texts' | 'keyStore' | 'secrets' | 'clock' | 'logger'>;

const messageWriters = (parts: Writing): MessageWriters => {
  const { commands, keyStore, logger } = parts;
  const codeOf = accessCode(parts);
  return {
    ...bookingMessages({
      bookings: commands.bookings,
      readShow: (booking) => readShow(parts, booking),
      ticketPdf: ticketPdf(parts),
      accessCode: codeOf,
      ...{ keyStore, logger },
    }),
    'sign-in-code': signInMessage({ accessCode: codeOf, signInAddress: signInAddress(parts) }),
  };
};

export const notification: Slice = {
  projections: [outboxProjection],
  reactions: ({ commands, readStore, events }) => [
    requestMessages({ commands, formerOutboxEnd: () => formerOutboxEnd(readStore, events.logId) }),
  ],
  jobs: ({ outbox, commands, notifier, tickets, texts, keyStore, secrets, clock, ids, logger }) => {
    if (notifier === undefined) return [];
    const sending: SendNotificationsDeps = {
      due: outbox.due,
      outboxKnows: outbox.waitFor,
      notifications: commands.notifications,
      writers: messageWriters({ commands, tickets, texts, keyStore, secrets, clock, logger }),
      ...{ notifier, clock, ids, logger },
    };
    return [sendNotifications(sending, 'first'), sendNotifications(sending, 'retry')];
  },
  metrics: ({ metrics, outbox }) =>
    addGauge(
      metrics,
      { name: 'marquee_parked_messages', help: 'Messages to customers that were given up.' },
      async () => (await outbox.counts()).parked,
    ),
};
