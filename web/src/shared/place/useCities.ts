import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../api/client.ts';

const citiesMax = 100;

/** Theaters that fit the words, one per city. */
export const useCities = (words: string) =>
  useQuery({
    queryKey: ['theaters', 'cities', words],
    queryFn: async () => {
      const query = words === '' ? {} : { q: words };
      const { items } = await dataOf(
        api.GET('/v1/theaters', { params: { query: { ...query, limit: String(citiesMax) } } }),
      );
      const cities = new Map(items.map((theater) => [`${theater.city} ${theater.country}`, theater]));
      return [...cities.values()];
    },
    placeholderData: (before) => before,
  });
