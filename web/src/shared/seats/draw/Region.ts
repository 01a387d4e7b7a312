import type { Seat } from '../plan/SeatPlan.ts';

/** A part of the map, in CSS pixels from its corner at the scale of the camera. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The keyboard's cursor stands out so far. */
const aroundPx = 4;
/** A couple's bridge reaches into the next seat; in seat widths. */
export const bridged = 1.3;

export const meets = (one: Region, other: Region): boolean =>
  one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

/** Where a seat is painted, with all that belongs to it. */
export const regionOf = ({ x, y }: Seat, scale: number): Region => ({
  left: x * scale - aroundPx,
  top: y * scale - aroundPx,
  right: (x + bridged) * scale + aroundPx,
  bottom: (y + 1) * scale + aroundPx,
});
