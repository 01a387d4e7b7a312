import { readShow } from '../processes/notification/readShow.ts';
import { sendNotifications } from '../processes/notification/sendNotifications.ts';
import { outboxProjection } from '../projections/outbox/outboxProjection.ts';
import { addGauge } from './engine/addGauge.ts';
import type { Parts } from './engine/Parts.ts';
import type { Slice } from './engine/Slice.ts';

const ticketPdf =
  ({ commands, tickets }: Pick<Parts, 'commands' | 'tickets'>) =>
  async (bookingId: string): Promise<Uint8Array> => {
    const { state } = await commands.bookings.read(bookingId);
    const file = state.status === 'none' ? undefined : await tickets.draw(state, 'application/pdf');
    if (file === undefined) throw new Error(`booking ${bookingId} has no ticket`);
    return file;
  };

export const notification: Slice = {
  projections: [outboxProjection],
  jobs: ({ outbox, commands, notifier, tickets, keyStore, clock, ids, logger }) => [
    sendNotifications({
      owedMessages: outbox.owedMessages,
      notifications: commands.notifications,
      bookings: commands.bookings,
      readShow: (booking) => readShow(commands, booking),
      ticketPdf: ticketPdf({ commands, tickets }),
      ...{ notifier, keyStore, clock, ids, logger },
    }),
  ],
  metrics: ({ metrics, outbox }) =>
    addGauge(
      metrics,
      { name: 'marquee_parked_messages', help: 'Messages to customers that were given up.' },
      async () => (await outbox.counts()).parked,
    ),
};
