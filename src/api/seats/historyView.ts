import type { z } from 'zod';
import type { SealedText } from '../../domain/kernel/sealedText.ts';
import type { ShowtimeEvent } from '../../domain/showtime/events.ts';
import type { seatHistoryShown } from './schemas.ts';

type Entry = Omit<
  z.output<typeof seatHistoryShown>,
  'at' | 'revision' | 'eventId' | 'reason' | 'by' | 'causationId' | 'correlationId'
> & {
  readonly sealedReason?: SealedText;
};

export const seatHistoryOf = (event: ShowtimeEvent, seatId: string): readonly Entry[] => {
  const of = (seatIds: readonly string[], entry: Entry): readonly Entry[] =>
    seatIds.includes(seatId) ? [entry] : [];
  switch (event.type) {
    case 'SeatsHeld': {
      const { holdId, bookingId, seats } = event.data;
      return seats
        .filter(({ id }) => id === seatId)
        .map(({ price }) => ({ what: 'held', holdId, bookingId, price }));
    }
    case 'HoldSwapped': {
      const { holdId, released, added } = event.data;
      const taken: readonly Entry[] = added
        .filter(({ id }) => id === seatId)
        .map(({ price }) => ({ what: 'held', holdId, price }));
      return [...of(released, { what: 'released', holdId }), ...taken];
    }
    case 'HoldReleased':
      return of(event.data.seatIds, { what: 'released', holdId: event.data.holdId });
    case 'HoldExpired':
      return of(event.data.seatIds, { what: 'expired', holdId: event.data.holdId });
    case 'SeatsBooked': {
      const { holdId, bookingId, seatIds } = event.data;
      return of(seatIds, { what: 'booked', holdId, bookingId });
    }
    case 'SeatsReturned':
      return of(event.data.seatIds, { what: 'returned', bookingId: event.data.bookingId });
    case 'SeatsBlocked':
      return of(event.data.seatIds, { what: 'blocked', sealedReason: event.data.reason });
    case 'SeatsUnblocked':
      return of(event.data.seatIds, { what: 'unblocked' });
    case 'ShowtimeScheduled':
    case 'SalesOpened':
    case 'SalesClosed':
    case 'ShowtimeCancelled':
    case 'PricingChanged':
    case 'QueueAttached':
    case 'QueueDetached':
    case 'ShowtimeMovedToLayout':
    case 'HoldExtended':
    case 'ShowtimeSummarized':
      return [];
  }
};
