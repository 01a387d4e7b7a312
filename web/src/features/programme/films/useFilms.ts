import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../../shared/api/client.ts';

export interface Film {
  readonly id: string;
  readonly title: string;
  readonly runtimeMinutes: number;
}

const filmsMax = '20';

export const useFilms = (q: string) =>
  useQuery({
    queryKey: ['programme-films', q],
    placeholderData: (before) => before,
    queryFn: async (): Promise<readonly Film[]> => {
      const query = { limit: filmsMax, ...(q === '' ? {} : { q }) };
      return (await dataOf(api.GET('/v1/movies', { params: { query } }))).items;
    },
  });
