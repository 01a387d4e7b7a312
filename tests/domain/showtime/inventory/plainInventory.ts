/** What an inventory means, in objects: the model that the one in words is compared with. */
import type { HeldSeat, ShowtimeEvent } from '../../../../src/domain/showtime/events.ts';
import { endingsKept } from '../../../../src/domain/showtime/inventory/endedHolds.ts';
import type { EndedHold, Hold } from '../../../../src/domain/showtime/inventory/SeatInventory.ts';
import { policies } from '../../../support/showtimes.ts';

interface PlainSeat {
  readonly status: 'available' | 'held' | 'booked' | 'blocked';
  readonly owner?: string;
}

export interface PlainInventory {
  readonly seats: ReadonlyMap<string, PlainSeat>;
  readonly holds: ReadonlyMap<string, Hold>;
  readonly ended: ReadonlyMap<string, EndedHold & { readonly nth?: number }>;
  readonly endings: number;
}

export const plainOf = (seatIds: readonly string[]): PlainInventory => ({
  seats: new Map(seatIds.map((id) => [id, { status: 'available' }])),
  holds: new Map(),
  ended: new Map(),
  endings: 0,
});

export const evolvePlain = (state: PlainInventory, event: ShowtimeEvent): PlainInventory => {
  const seats = new Map(state.seats);
  const holds = new Map(state.holds);
  let ended = new Map(state.ended);
  let { endings } = state;
  const paint = (ids: readonly string[], seat: PlainSeat): void => {
    for (const id of ids) seats.set(id, seat);
  };
  const idsOf = (held: readonly HeldSeat[]): string[] => held.map(({ id }) => id);
  const holdOf = (holdId: string): Hold => {
    const hold = holds.get(holdId);
    if (hold === undefined) throw new Error(`${holdId} is not active`);
    return hold;
  };
  switch (event.type) {
    case 'SeatsHeld': {
      const { expiresAt, ...data } = event.data;
      const expiresAtMs = Date.parse(expiresAt);
      const capAtMs = expiresAtMs - policies.holdTtlMs + policies.holdCapMs;
      holds.set(data.holdId, { ...data, expiresAtMs, capAtMs });
      paint(idsOf(data.seats), { status: 'held', owner: data.holdId });
      break;
    }
    case 'HoldExtended':
      holds.set(event.data.holdId, {
        ...holdOf(event.data.holdId),
        expiresAtMs: Date.parse(event.data.expiresAt),
      });
      break;
    case 'HoldSwapped': {
      const { holdId, released, added, total, loneSeats } = event.data;
      const kept = holdOf(holdId).seats.filter(({ id }) => !released.includes(id));
      paint(released, { status: 'available' });
      paint(idsOf(added), { status: 'held', owner: holdId });
      holds.set(holdId, { ...holdOf(holdId), seats: [...kept, ...added], total, loneSeats });
      break;
    }
    case 'HoldReleased':
    case 'HoldExpired': {
      const { holdId, seatIds } = event.data;
      const { bookingId } = holdOf(holdId);
      if (endings > 0 && endings % endingsKept === 0) {
        ended = new Map(
          [...ended].filter(([, { nth }]) => nth === undefined || nth >= endings - endingsKept),
        );
      }
      ended.set(holdId, {
        how: event.type === 'HoldExpired' ? 'expired' : 'released',
        bookingId,
        nth: endings,
      });
      endings += 1;
      holds.delete(holdId);
      paint(seatIds, { status: 'available' });
      break;
    }
    case 'SeatsBooked': {
      const { holdId, bookingId, seatIds } = event.data;
      holds.delete(holdId);
      ended.set(holdId, { how: 'booked', bookingId });
      paint(seatIds, { status: 'booked', owner: bookingId });
      break;
    }
    case 'SeatsReturned':
    case 'SeatsUnblocked':
      paint(event.data.seatIds, { status: 'available' });
      break;
    case 'SeatsBlocked':
      paint(event.data.seatIds, { status: 'blocked' });
      break;
  }
  return { seats, holds, ended, endings };
};
