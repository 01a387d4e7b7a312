/** Draws a ticket for a printer or a screen. The drawing carries the code as a QR code and needs nothing else. */
import type { Ticket } from '../domain/ticket/Ticket.ts';

export const ticketMediaTypes = ['application/pdf', 'image/png', 'image/svg+xml'] as const;
export type TicketMediaType = (typeof ticketMediaTypes)[number];

/** Too many drawings are waiting already; try later. */
export class TicketRendererBusy extends Error {
  override readonly name = 'TicketRendererBusy';
}

export interface TicketRenderer {
  /**
   * One page, whatever the texts: what does not fit is made smaller, then shortened; what no font can show is
   * replaced by a box. The bytes of a whole file. Throws {@link TicketRendererBusy}; any other error is a bug or a
   * broken installation, or a code too long for a QR code.
   */
  render(ticket: Ticket, as: TicketMediaType): Promise<Uint8Array>;
  /** Gives up what is still waiting. */
  close(): Promise<void>;
}
