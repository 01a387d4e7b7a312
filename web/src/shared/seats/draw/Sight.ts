import type { Seat, SeatPlan } from '../plan/SeatPlan.ts';
import type { Camera, Size } from './Camera.ts';
import type { Inks } from './Inks.ts';
import type { Look } from './Look.ts';

/** All that a painter has to know, beside the plan. */
export interface Sight {
  readonly camera: Camera;
  readonly frame: Size;
  /** Pixels of the screen per CSS pixel. */
  readonly density: number;
  readonly inks: Inks;
  /** By index of the seats; a seat without one is not known yet. */
  readonly looks: readonly Look[];
  /** Where the keyboard is. */
  readonly active: Seat | undefined;
  readonly screenLabel: string;
}

/** From the page to the worker that paints. The first one is `start`. */
export type ToPainter =
  | {
      readonly kind: 'start';
      readonly canvas: OffscreenCanvas;
      readonly plan: SeatPlan;
      readonly sight: Sight;
    }
  | { readonly kind: 'show'; readonly change: Partial<Sight> }
  | { readonly kind: 'fade'; readonly seats: readonly Seat[] };
