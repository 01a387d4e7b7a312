import type { Aggregate } from '../kernel/aggregate.ts';
import type { ShowtimeCommand, ShowtimeRejections } from './commands.ts';
import { type ShowtimeEvent, showtimeEvents } from './events.ts';
import { forgottenHolds } from './forgottenHolds.ts';
import type { ShowtimeState } from './ShowtimeState.ts';
import { showtimeDecider } from './showtimeDecider.ts';
import { showtimeSnapshot } from './showtimeSnapshot.ts';

export const showtimeAggregate: Aggregate<ShowtimeState, ShowtimeCommand, ShowtimeEvent, ShowtimeRejections> =
  {
    category: 'showtime',
    events: showtimeEvents,
    decider: showtimeDecider,
    snapshot: showtimeSnapshot,
    forgetting: forgottenHolds,
  };
