import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../shared/api/client.ts';

const showsMax = '100';

export const useTheater = (id: string) =>
  useQuery({
    queryKey: ['theater', id],
    queryFn: () => dataOf(api.GET('/v1/theaters/{id}', { params: { path: { id } } })),
  });

/** Undefined as date: the next show of any day. */
export const useTheaterShows = (id: string, date: string | undefined) =>
  useQuery({
    queryKey: ['theater', id, 'shows', date],
    placeholderData: (before) => before,
    queryFn: async () => {
      const query = date === undefined ? { limit: '1' } : { date, limit: showsMax };
      const asked = api.GET('/v1/theaters/{id}/showtimes', { params: { path: { id }, query } });
      return (await dataOf(asked)).items;
    },
  });
