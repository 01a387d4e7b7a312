import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../api/client.ts';
import type { components } from '../api/schema.ts';
import { useMe } from '../session/useMe.ts';

export type Theater = components['schemas']['Theater'];

const foundMax = '20';
const everyTheater = '*';

export const useTheater = (id: string | undefined) =>
  useQuery({
    queryKey: ['theater', id],
    enabled: id !== undefined,
    queryFn: () => dataOf(api.GET('/v1/theaters/{id}', { params: { path: { id: id ?? '' } } })),
  });

/** The theaters that the person signed in acts for; of those who act for all, the ones that `q` finds. */
export const useStaffTheaters = (q: string) => {
  const { data: me } = useMe();
  const own = me?.theaterIds ?? [];
  const actsForAll = me?.roles.includes('admin') === true || own.includes(everyTheater);
  const theaters = useQuery({
    queryKey: ['staff-theaters', actsForAll ? q : own],
    enabled: me !== undefined,
    placeholderData: (before) => before,
    queryFn: async (): Promise<readonly Theater[]> => {
      if (actsForAll) {
        const query = { limit: foundMax, ...(q === '' ? {} : { q }) };
        return (await dataOf(api.GET('/v1/theaters', { params: { query } }))).items;
      }
      return Promise.all(own.map((id) => dataOf(api.GET('/v1/theaters/{id}', { params: { path: { id } } }))));
    },
  });
  return { actsForAll, theaters };
};
