import { customerRoutes } from '../api/customer/routes.ts';
import { repeatErasures } from '../processes/customer/repeatErasures.ts';
import { erasuresProjection } from '../projections/erasures/erasuresProjection.ts';
import { erasuresQueries } from '../projections/erasures/erasuresQueries.ts';
import type { Slice } from './engine/Slice.ts';

export const customer: Slice = {
  projections: [erasuresProjection],
  upkeep: ({ readStore, keyStore, clock }) => [
    repeatErasures({ erasedAfter: erasuresQueries(readStore).erasedAfter, keyStore, clock }),
  ],
  routes: customerRoutes,
};
