import type { LayoutProblem } from '../seating/checkLayout.ts';
import type { DrawnSeat, FocalPoint } from '../seating/seat.ts';
import type { HallDetails } from './events.ts';

/** Seats in layout order, row by row. The focal point defaults to that of `focalPointFor`. */
export interface DrawnLayout {
  readonly seats: readonly DrawnSeat[];
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
  /** The whole new details. Without `expectedVersion` it holds for whatever version is there. */
  | ({ readonly type: 'ReviseHall'; readonly expectedVersion?: number } & HallDetails)
  /** The next version. `expectedVersion` is the layout version that the drawing was made from. */
  | ({ readonly type: 'DrawLayout'; readonly expectedVersion?: number } & DrawnLayout);

interface LayoutInvalid {
  readonly reason: 'LayoutInvalid';
  readonly problems: readonly LayoutProblem[];
}

export interface HallRejections {
  readonly BuildHall: { readonly reason: 'HallAlreadyExists' } | LayoutInvalid;
  readonly ReviseHall:
    | { readonly reason: 'HallNotFound' }
    /** Edited meanwhile; `version` is the one it has now. */
    | { readonly reason: 'StaleVersion'; readonly version: number };
  readonly DrawLayout:
    | { readonly reason: 'HallNotFound' }
    | LayoutInvalid
    | { readonly reason: 'TooManyLayouts'; readonly max: number }
    /** Another layout was drawn meanwhile; `version` is the newest one. */
    | { readonly reason: 'StaleVersion'; readonly version: number };
}

export type HallRejection = HallRejections[HallCommand['type']];
