import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../api/client.ts';
import type { Show } from '../shows/Show.ts';
import { planOf } from './plan/SeatPlan.ts';

/** A version of a layout never changes. */
export const usePlan = ({ hallId, layoutVersion }: Pick<Show, 'hallId' | 'layoutVersion'>) =>
  useQuery({
    queryKey: ['layout', hallId, layoutVersion],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () => {
      const path = { id: hallId, version: String(layoutVersion) };
      return planOf(await dataOf(api.GET('/v1/halls/{id}/layouts/{version}', { params: { path } })));
    },
  });
