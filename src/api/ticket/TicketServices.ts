import type { BookedAt } from '../../commands/ticket/drawTicket.ts';
import type { TicketCodes } from '../../ports/TicketCodes.ts';
import type { TicketMediaType } from '../../ports/TicketRenderer.ts';

export interface TicketServices extends TicketCodes {
  /** The file; undefined for a booking that has no ticket. `beforeDrawing` may refuse one that is not kept. */
  draw(
    booked: BookedAt,
    as: TicketMediaType,
    beforeDrawing?: () => Promise<void>,
  ): Promise<Uint8Array | undefined>;
}
