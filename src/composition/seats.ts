import { seatRoutes } from '../api/seats/routes.ts';
import { feedSharedMaps } from '../projections/seat-maps/feedSharedMaps.ts';
import type { Slice } from './engine/Slice.ts';

export const seats: Slice = {
  feeds: ({ seatMaps, sharedSeatMaps, logger }) =>
    sharedSeatMaps === undefined ? [] : [feedSharedMaps(seatMaps, sharedSeatMaps, logger)],
  routes: seatRoutes,
};
