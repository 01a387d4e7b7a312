import type { LostDemand } from '../../domain/demand/events.ts';
import type { ShowtimeEvent } from '../../domain/showtime/events.ts';

export interface SaleEvent {
  readonly atMs: number;
  /** Decided by a process of the program, not asked for by a caller. */
  readonly bySystem: boolean;
  readonly event: ShowtimeEvent;
}

export type Scheduled = Extract<ShowtimeEvent, { readonly type: 'ShowtimeScheduled' }>['data'];

/** What the log holds of one showtime's sale. */
export interface OnSale {
  readonly scheduled: Scheduled;
  /** All, in order. */
  readonly events: readonly SaleEvent[];
  readonly lost: readonly LostDemand[];
}
