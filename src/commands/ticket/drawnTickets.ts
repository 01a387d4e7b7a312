import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Ticket } from '../../domain/ticket/Ticket.ts';
import type { TicketMediaType, TicketRenderer } from '../../ports/TicketRenderer.ts';

/** All that a ticket is made of: where one of these is another, it is drawn again. */
export interface TicketSource {
  readonly bookingId: string;
  /** Of the booking, the movie, the theater and the hall. */
  readonly revisions: readonly number[];
  readonly layoutVersion: number;
  /** Undefined once the person was erased, so that a name is given as long as there is its key. */
  readonly customerName: string | undefined;
}

/** A hash, since names are not kept as keys. */
const keyOf = (source: TicketSource, as: TicketMediaType): string => {
  const { bookingId, revisions, layoutVersion, customerName } = source;
  return hash('sha256', JSON.stringify([as, bookingId, revisions, layoutVersion, customerName]), 'base64url');
};

const keptBytesMax = 32 * 1_024 * 1_024;
const keptMs = 10 * 60_000;

export interface Drawing {
  /** May refuse by a rejection; not called for a ticket that is kept or being drawn. */
  readonly before: (() => Promise<void>) | undefined;
  /** What is to be drawn; called where it is not kept. */
  ticket(): Promise<Ticket>;
}

export interface DrawnTickets {
  /** Draws a ticket once for all who ask. Throws as the drawing and TicketRenderer do. */
  render(source: TicketSource, as: TicketMediaType, drawing: Drawing): Promise<Uint8Array>;
}

export const keepDrawnTickets = (renderer: Pick<TicketRenderer, 'render'>): DrawnTickets => {
  const kept = new LRUCache<string, Uint8Array>({
    maxSize: keptBytesMax,
    sizeCalculation: ({ length }) => Math.max(1, length),
    ttl: keptMs,
  });
  const drawing = new Map<string, Promise<Uint8Array>>();
  return {
    render: async (source, as, { before, ticket }) => {
      const key = keyOf(source, as);
      const known = () => kept.get(key) ?? drawing.get(key);
      if (known() === undefined) await before?.();
      const found = known();
      if (found !== undefined) return found;
      const drawn = ticket()
        .then((made) => renderer.render(made, as))
        .finally(() => drawing.delete(key));
      drawing.set(key, drawn);
      const file = await drawn;
      kept.set(key, file);
      return file;
    },
  };
};
