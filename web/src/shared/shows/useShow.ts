import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../api/client.ts';

/** Idle without an id. */
export const useShow = (id: string | undefined) =>
  useQuery({
    queryKey: ['show', id],
    enabled: id !== undefined,
    queryFn: () => dataOf(api.GET('/v1/showtimes/{id}', { params: { path: { id: id ?? '' } } })),
  });
