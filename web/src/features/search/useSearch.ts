import { useInfiniteQuery, useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../shared/api/client.ts';
import type { Filters } from './Filters.ts';

const filmsPerPage = '24';
const theatersMax = '6';
const suggestedFrom = 2;

export const useSuggestions = (q: string) =>
  useQuery({
    queryKey: ['suggest', q],
    enabled: q.length >= suggestedFrom,
    queryFn: async () => (await dataOf(api.GET('/v1/movies/suggest', { params: { query: { q } } }))).items,
  });

const filmsOf = (filters: Filters, cursor: string) => {
  const page = cursor === '' ? {} : { cursor };
  const query = { ...filters, ...page, facets: 'true' as const, limit: filmsPerPage };
  return dataOf(api.GET('/v1/movies', { params: { query } }));
};

export const useFilms = (filters: Filters) =>
  useInfiniteQuery({
    queryKey: ['search', filters],
    initialPageParam: '',
    placeholderData: (before) => before,
    queryFn: ({ pageParam }: { readonly pageParam: string }) => filmsOf(filters, pageParam),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

export const useTheatersFound = (q: string | undefined) =>
  useQuery({
    queryKey: ['theaters', 'search', q],
    enabled: q !== undefined,
    queryFn: async () => {
      const query = { q: q ?? '', limit: theatersMax };
      return (await dataOf(api.GET('/v1/theaters', { params: { query } }))).items;
    },
  });
