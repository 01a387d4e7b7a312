import type { Ticket } from '../domain/ticket/Ticket.ts';

export const ticketMediaTypes = ['application/pdf', 'image/png', 'image/svg+xml'] as const;
export type TicketMediaType = (typeof ticketMediaTypes)[number];

export class TicketRendererBusy extends Error {
  override readonly name = 'TicketRendererBusy';
}

export interface TicketRenderer {
  /**
   * One page. Text that does not fit is made smaller, then shortened; a missing glyph becomes a box. Throws
   * {@link TicketRendererBusy}; any other error is a bug, a broken installation, or a code too long for a QR code.
   */
  render(ticket: Ticket, as: TicketMediaType): Promise<Uint8Array>;
  close(): Promise<void>;
}
