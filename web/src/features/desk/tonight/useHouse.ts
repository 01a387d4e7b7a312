import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../../shared/api/client.ts';
import { pollEvery } from '../../../shared/api/pollEvery.ts';
import { readShows } from '../../../shared/shows/readShows.ts';

const figuresEveryMs = 2_000;
const showsEveryMs = 15_000;
const rowsMax = '1000';

/** All shows of a day; the start of each says their order. */
export const useShowsOfDay = (theaterId: string, date: string) =>
  useQuery({
    queryKey: ['desk', 'shows', theaterId, date],
    refetchInterval: pollEvery(showsEveryMs),
    queryFn: () => readShows(theaterId, date),
  });

/** Seats and money of a day by show, as the reports have them now. */
export const useFigures = (theaterId: string, date: string) =>
  useQuery({
    queryKey: ['desk', 'figures', theaterId, date],
    refetchInterval: pollEvery(figuresEveryMs),
    queryFn: async () => {
      const query = { theaterId, from: date, to: date, by: 'showtime' as const, limit: rowsMax };
      const [occupancy, revenue] = await Promise.all([
        dataOf(api.GET('/v1/reports/occupancy', { params: { query } })),
        dataOf(api.GET('/v1/reports/revenue', { params: { query } })),
      ]);
      return { seats: occupancy.items, money: revenue.items, stale: occupancy.stale ?? revenue.stale };
    },
  });

export type Figures = NonNullable<ReturnType<typeof useFigures>['data']>;
