import { api, dataOf } from '../api/client.ts';
import { readPages } from '../api/readPages.ts';
import type { Show } from './Show.ts';

const pagesMax = 10;

/** All shows of a theater on a business date, those that were cancelled included. */
export const readShows = async (theaterId: string, date: string): Promise<readonly Show[]> => {
  const { items } = await readPages(pagesMax, (page) =>
    dataOf(
      api.GET('/v1/theaters/{id}/showtimes', {
        params: { path: { id: theaterId }, query: { date, ...page } },
      }),
    ),
  );
  return items;
};
