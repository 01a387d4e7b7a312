import type { SeatSelection } from '../showtime/commands.ts';
import { isSeatFree } from '../showtime/inventory/claims.ts';
import type { SeatInventory } from '../showtime/inventory/SeatInventory.ts';
import { partyMax, type Refusal } from './events.ts';

type WantedType = Refusal['seatType'];

/** Best seats of no type in particular never are of these. */
const askedByTypeOnly: readonly string[] = ['wheelchair', 'companion'];

export const partyOf = (selection: SeatSelection): number =>
  Math.min(partyMax, selection.kind === 'named' ? selection.seatIds.length : selection.count);

export const wantedTypeOf = ({ plan }: SeatInventory, selection: SeatSelection): WantedType => {
  if (selection.kind === 'best-available') return selection.seatType ?? 'any';
  let wanted: WantedType | undefined;
  for (const seatId of selection.seatIds) {
    const type = plan.types[plan.indexOf.get(seatId) ?? -1];
    if (wanted !== undefined && type !== undefined && type !== wanted) return 'mixed';
    wanted ??= type;
  }
  return wanted ?? 'any';
};

/** Whether no seat that such a wish can mean is free at `nowMs`. */
export const isSoldOut = (inventory: SeatInventory, wanted: WantedType, nowMs: number): boolean =>
  !inventory.plan.types.some((type, index) => {
    const isMeant =
      wanted === 'mixed' || (wanted === 'any' ? !askedByTypeOnly.includes(type) : wanted === type);
    return isMeant && isSeatFree(inventory, index, nowMs);
  });
