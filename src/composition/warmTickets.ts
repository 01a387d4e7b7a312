/**
 * Draws one ticket that nobody sees, so that the first customer does not wait for the drawing thread, its fonts and
 * its picture code to be loaded: some 600 ms, against 100 for every later ticket.
 */
import type { TicketView } from '../domain/ticket/TicketView.ts';
import { type TicketRenderer, TicketRendererBusy } from '../ports/TicketRenderer.ts';

const nobodys: TicketView = {
  reference: 'AAA-AAA-AAA',
  code: 'nothing',
  movieTitle: 'Nothing',
  theaterName: 'Nowhere',
  hallName: '1',
  startsAtLocal: '00:00',
  dateText: 'Never',
  format: '2D',
  language: 'English',
  seats: [{ row: 'A', number: '1', type: '', ticketType: 'Adult' }],
  total: '0',
};

/** Never throws: a program that stops meanwhile, or customers who came first, need no warmth. */
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
