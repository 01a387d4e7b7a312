import type { Seat } from '../plan/SeatPlan.ts';
import type { LookOf } from './Look.ts';

export interface Shown {
  readonly lookOf: LookOf;
  /** Where the keyboard is. */
  readonly active: Seat | undefined;
  readonly screenLabel: string;
}
