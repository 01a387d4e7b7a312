import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../api/client.ts';
import { useMe } from '../session/useMe.ts';

const listedMax = '20';

/** The ids of the theaters that the person may work for; `all` for admins and for staff of every theater. */
export const useOwnTheaters = (): readonly string[] | 'all' | undefined => {
  const { data } = useMe();
  if (data === undefined) return undefined;
  const { roles, theaterIds } = data;
  return roles.includes('admin') || theaterIds.includes('*') ? 'all' : theaterIds;
};

export const useTheater = (id: string) =>
  useQuery({
    queryKey: ['theater', id],
    enabled: id !== '',
    queryFn: () => dataOf(api.GET('/v1/theaters/{id}', { params: { path: { id } } })),
  });

/** Theaters to choose from: one's own, or those that fit the words. */
export const useTheaterChoice = (own: readonly string[] | 'all', words: string) =>
  useQuery({
    queryKey: ['theaters', 'desk', own, words],
    placeholderData: (before) => before,
    queryFn: async () => {
      if (own !== 'all') {
        const asked = own.map((id) => dataOf(api.GET('/v1/theaters/{id}', { params: { path: { id } } })));
        return await Promise.all(asked);
      }
      const query = { limit: listedMax, ...(words === '' ? {} : { q: words }) };
      return (await dataOf(api.GET('/v1/theaters', { params: { query } }))).items;
    },
  });

export type Theater = NonNullable<ReturnType<typeof useTheater>['data']>;
