import { accept, reject } from '../../kernel/decider.ts';
import { seatingPlan } from '../../seating/SeatingPlan.ts';
import type { Seat } from '../../seating/seat.ts';
import type { ShowtimeAsked, ShowtimeDecision } from '../commands.ts';
import type { Showtime } from '../ShowtimeState.ts';
import { seatStatusAt } from './SeatInventory.ts';

export const moveToLayout = (
  { layoutVersion, focalPoint, seats }: ShowtimeAsked<'MoveToLayout'>,
  { facts, inventory }: Showtime,
): ShowtimeDecision<'MoveToLayout'> => {
  if (layoutVersion === facts.layoutVersion) return accept();
  if (layoutVersion < facts.layoutVersion) {
    return reject({ reason: 'LayoutNotNewer', layoutVersion: facts.layoutVersion });
  }
  const kept = seatingPlan(seats, focalPoint).indexOf;
  const inUse = inventory.plan.ids.filter((_, index) => seatStatusAt(inventory, index) !== 'available');
  const vanishing = inUse.filter((id) => !kept.has(id));
  if (vanishing.length > 0) return reject({ reason: 'SeatsWouldVanish', seatIds: vanishing });
  return accept({
    type: 'ShowtimeMovedToLayout',
    data: { layoutVersion, focalPoint, seats: seats.map((seat): Seat => ({ ...seat })) },
  });
};
