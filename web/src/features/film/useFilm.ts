import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../shared/api/client.ts';
import { nearOf, type Place } from '../../shared/place/place.ts';

const radiusKm = '40';
const showsMax = '100';

export const useFilm = (id: string) =>
  useQuery({
    queryKey: ['film', id],
    queryFn: () => dataOf(api.GET('/v1/movies/{id}', { params: { path: { id } } })),
  });

/** Undefined as date: the next shows of any day. */
export const useFilmShows = (id: string, place: Place | undefined, date: string | undefined) =>
  useQuery({
    queryKey: ['film', id, 'shows', place, date],
    enabled: place !== undefined,
    placeholderData: (before) => before,
    queryFn: async () => {
      const near = place === undefined ? '' : nearOf(place);
      const day = date === undefined ? { limit: '1' } : { date, limit: showsMax };
      const params = { path: { id }, query: { near, radiusKm, ...day } };
      return (await dataOf(api.GET('/v1/movies/{id}/showtimes', { params }))).items;
    },
  });
