import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Ticket } from '../../domain/ticket/Ticket.ts';
import type { TicketMediaType, TicketRenderer } from '../../ports/TicketRenderer.ts';

/** By all that is drawn, so that a changed booking, title or name is drawn again. */
const keyOf = (ticket: Ticket, as: TicketMediaType): string =>
  createHash('sha256')
    .update(JSON.stringify([as, ticket]))
    .digest('base64url');

const keptBytesMax = 32 * 1_024 * 1_024;
const keptMs = 10 * 60_000;

export interface DrawnTickets {
  /**
   * Draws a ticket once for all who ask. `beforeDrawing` may refuse by a rejection; it is not called for a ticket that is kept
   * or being drawn. Throws as TicketRenderer does.
   */
  render(ticket: Ticket, as: TicketMediaType, beforeDrawing?: () => Promise<void>): Promise<Uint8Array>;
}

export const keepDrawnTickets = (renderer: Pick<TicketRenderer, 'render'>): DrawnTickets => {
  const kept = new LRUCache<string, Uint8Array>({
    maxSize: keptBytesMax,
    sizeCalculation: ({ length }) => Math.max(1, length),
    ttl: keptMs,
  });
  const drawing = new Map<string, Promise<Uint8Array>>();
  return {
    render: async (ticket, as, beforeDrawing) => {
      const key = keyOf(ticket, as);
      const known = () => kept.get(key) ?? drawing.get(key);
      if (known() === undefined) await beforeDrawing?.();
      const found = known();
      if (found !== undefined) return found;
      const drawn = renderer.render(ticket, as).finally(() => drawing.delete(key));
      drawing.set(key, drawn);
      const file = await drawn;
      kept.set(key, file);
      return file;
    },
  };
};
