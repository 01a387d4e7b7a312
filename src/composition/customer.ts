import { customerRoutes } from '../api/customer/routes.ts';
import { destroyOldKeys } from '../processes/customer/destroyOldKeys.ts';
import { repeatErasures } from '../processes/customer/repeatErasures.ts';
import { erasuresProjection } from '../projections/erasures/erasuresProjection.ts';
import { erasuresQueries } from '../projections/erasures/erasuresQueries.ts';
import type { Slice } from './engine/Slice.ts';

export const customer: Slice = {
  projections: [erasuresProjection],
  upkeep: ({ readStore, keyStore, sessionStore, passkeyStore, clock }) => [
    destroyOldKeys(keyStore),
    repeatErasures({
      erasedAfter: erasuresQueries(readStore).erasedAfter,
      erase: async (customerId) => {
        await keyStore.destroy(customerId);
        await sessionStore.forgetSubject(customerId);
        await passkeyStore.forgetSubject(customerId);
      },
      clock,
    }),
  ],
  routes: customerRoutes,
};
