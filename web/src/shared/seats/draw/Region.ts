import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';
import type { Camera } from './Camera.ts';

/** A part of the canvas, in CSS pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The keyboard's cursor stands out so far. */
const aroundPx = 4;

export const meets = (one: Region, other: Region): boolean =>
  one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

/** In whole pixels of the screen, so that nothing beside it is touched. */
export const regionOf = (seats: readonly Seat[], camera: Camera, density: number): Region => {
  const [xs, ys] = [seats.map(({ x }) => x), seats.map(({ y }) => y)];
  const out = (length: number): number => Math.ceil(length * density) / density;
  const at = (offset: number, place: number): number => offset + place * camera.scale;
  return {
    left: -out(aroundPx - at(camera.x, Math.min(...xs))),
    top: -out(aroundPx - at(camera.y, Math.min(...ys))),
    right: out(at(camera.x, Math.max(...xs) + 1) + aroundPx),
    bottom: out(at(camera.y, Math.max(...ys) + 1) + aroundPx),
  };
};

/** What is painted as one: a seat, with its neighbours of the same unit. */
export const paintedWith = (plan: SeatPlan, seat: Seat): readonly Seat[] =>
  plan.seats
    .slice(Math.max(0, seat.index - 1), seat.index + 2)
    .filter((each) => each === seat || (each.unitId !== undefined && each.unitId === seat.unitId));
