import { finishReservations } from '../processes/schedule/finishReservations.ts';
import { freeCancelledSlots } from '../processes/schedule/freeCancelledSlots.ts';
import { reservationsProjection } from '../projections/reservations/reservationsProjection.ts';
import { reservationsQueries } from '../projections/reservations/reservationsQueries.ts';
import type { Slice } from './engine/Slice.ts';

export const schedule: Slice = {
  projections: [reservationsProjection],
  jobs: ({ readStore, commands, clock, ids, logger }) => [
    finishReservations({
      unfinished: reservationsQueries(readStore).unfinishedReservations,
      ...{ commands, clock, ids, logger },
    }),
  ],
  reactions: ({ commands }) => [freeCancelledSlots(commands)],
};
