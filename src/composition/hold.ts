import { holdRoutes } from '../api/hold/routes.ts';
import { expireHolds } from '../processes/showtime/expireHolds.ts';
import { modelWatch } from '../projections/engine/positionWatch.ts';
import { holdsProjection } from '../projections/holds/holdsProjection.ts';
import { holdsQueries } from '../projections/holds/holdsQueries.ts';
import type { Slice } from './engine/Slice.ts';

export const hold: Slice = {
  projections: [holdsProjection],
  jobs: ({ readStore, feed, commands: { showtimes }, clock, ids }) => {
    const { dueHolds: due } = holdsQueries(readStore);
    const { waitFor: dueKnows } = modelWatch(holdsProjection, { readStore, feed });
    return [expireHolds({ due, dueKnows, showtimes, clock, ids })];
  },
  routes: holdRoutes,
};
