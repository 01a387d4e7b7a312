/** What can be asked of a hall, and every way it can say no. */
import type { LayoutProblem } from '../seating/checkLayout.ts';
import type { FocalPoint, Seat } from '../seating/seat.ts';
import type { HallDetails } from './events.ts';

/** Seats in layout order, row by row. The focal point defaults to that of `focalPointFor`. */
export interface DrawnLayout {
  readonly seats: readonly Seat[];
  readonly focalPoint?: FocalPoint;
}

export type HallCommand =
  | ({
      readonly type: 'BuildHall';
      readonly hallId: string;
      readonly theaterId: string;
      readonly name: string;
    } & Partial<HallDetails> &
      DrawnLayout)
  /** The next version. `expectedVersion` is the layout version that the drawing was made from. */
  | ({ readonly type: 'DrawLayout'; readonly expectedVersion?: number } & DrawnLayout);

export type HallRejection =
  | { readonly reason: 'HallNotFound' }
  | { readonly reason: 'HallAlreadyExists' }
  | { readonly reason: 'LayoutInvalid'; readonly problems: readonly LayoutProblem[] }
  | { readonly reason: 'TooManyLayouts'; readonly max: number }
  /** Somebody drew another layout first; `version` is the newest one. */
  | { readonly reason: 'StaleVersion'; readonly version: number };
