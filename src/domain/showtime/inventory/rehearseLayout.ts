import { type Party, relayout, type WhyMoved } from '../../seating/relayout.ts';
import type { SeatingPlan } from '../../seating/SeatingPlan.ts';
import { bookingIdAt, holdIdAt, isSeatFree } from './claims.ts';
import type { SeatStatus } from './claimWords.ts';
import { type SeatInventory, seatStatusAt } from './SeatInventory.ts';

export interface RehearsedMove {
  readonly seatId: string;
  readonly status: Exclude<SeatStatus, 'available'>;
  readonly why: WhyMoved;
  /** Of a booked seat. */
  readonly bookingId?: string;
  /** For a booked seat the nearest equal one; absent when there is none. */
  readonly toSeatId?: string;
}

export interface Rehearsal {
  /** Held, booked or blocked. */
  readonly seatsTaken: number;
  readonly moves: readonly RehearsedMove[];
}

const partiesOf = (inventory: SeatInventory, taken: readonly number[]): readonly Party[] => {
  const owned = new Map<string, number[]>();
  for (const seat of taken) {
    const owner = bookingIdAt(inventory, seat) ?? holdIdAt(inventory, seat) ?? `seat ${seat}`;
    const seats = owned.get(owner);
    if (seats === undefined) owned.set(owner, [seat]);
    else seats.push(seat);
  }
  return [...owned.values()].map((seats) => ({
    seats,
    isMoved: seats.some((seat) => seatStatusAt(inventory, seat) === 'booked'),
  }));
};

/**
 * What a new plan of the hall would mean for the seats in use. Holds end soon and blocks can be lifted, so only booked
 * seats are found others; a blocked seat may change its type.
 */
export const rehearseLayout = (inventory: SeatInventory, to: SeatingPlan, nowMs: number): Rehearsal => {
  const { plan } = inventory;
  const taken = plan.ids.map((_, seat) => seat).filter((seat) => !isSeatFree(inventory, seat, nowMs));
  const moves = relayout(plan, to, partiesOf(inventory, taken)).flatMap((move): RehearsedMove[] => {
    const status = seatStatusAt(inventory, move.seat);
    if (status === 'available' || (status === 'blocked' && move.why !== 'gone')) return [];
    const bookingId = bookingIdAt(inventory, move.seat);
    const toSeatId = move.to === undefined ? undefined : to.ids[move.to];
    return [
      {
        seatId: plan.ids[move.seat] ?? '',
        status,
        why: move.why,
        ...(bookingId === undefined ? {} : { bookingId }),
        ...(toSeatId === undefined ? {} : { toSeatId }),
      },
    ];
  });
  return { seatsTaken: taken.length, moves };
};
