import { useInfiniteQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../../shared/api/client.ts';

const pageSize = '50';

export type Wanted = { readonly theaterId: string; readonly q: string } | { readonly showtimeId: string };

/** Bookings for staff, the newest first; idle for words too short to look for. */
export const useBookings = (wanted: Wanted) =>
  useInfiniteQuery({
    queryKey: ['desk', 'bookings', wanted],
    enabled: !('q' in wanted) || wanted.q.trim().length > 1,
    staleTime: 0,
    initialPageParam: '',
    queryFn: ({ pageParam }) => {
      const cursor = pageParam === '' ? {} : { cursor: pageParam };
      return dataOf(
        api.GET('/v1/bookings', { params: { query: { ...wanted, ...cursor, limit: pageSize } } }),
      );
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
