/** The first ticket takes some 600 ms, every later one 100. */
import type { Ticket } from '../../domain/ticket/Ticket.ts';
import { type TicketRenderer, TicketRendererBusy } from '../../ports/TicketRenderer.ts';

const nobodys: Ticket = {
  reference: 'AAA-AAA-AAA',
  code: 'nothing',
  movieTitle: 'Nothing',
  theaterName: 'Nowhere',
  hallName: '1',
  startsAt: '2000-01-01T00:00:00.000Z',
  timeZone: 'UTC',
  format: '2D',
  language: 'en',
  seats: [{ row: 'A', number: '1', type: 'regular', ticketType: 'adult' }],
  total: { amount: 0, currency: 'EUR' },
};

/** Never throws. */
export const warmTickets = async (
  renderer: Pick<TicketRenderer, 'render'>,
  logger: { warn(fields: object, message: string): void },
  isStopping: () => boolean = () => false,
): Promise<void> => {
  try {
    await renderer.render(nobodys, 'image/png');
  } catch (error) {
    if (error instanceof TicketRendererBusy || isStopping()) return;
    logger.warn({ err: error }, 'tickets cannot be drawn here');
  }
};
