import { useQuery, useQueryClient } from '@tanstack/preact-query';
import { api, dataOf } from '../../../shared/api/client.ts';
import { pollEvery } from '../../../shared/api/pollEvery.ts';
import type { components } from '../../../shared/api/schema.ts';
import { readShows } from '../../../shared/shows/readShows.ts';
import type { Show } from '../../../shared/shows/Show.ts';

export type Hall = components['schemas']['Hall'];

export const useHalls = (theaterId: string | undefined) =>
  useQuery({
    queryKey: ['halls', theaterId],
    enabled: theaterId !== undefined,
    queryFn: async (): Promise<readonly Hall[]> => {
      const path = { id: theaterId ?? '' };
      return (await dataOf(api.GET('/v1/theaters/{id}/halls', { params: { path } }))).items;
    },
  });

/** Of a business date; without those that were cancelled. */
export const readDay = async (theaterId: string, date: string): Promise<readonly Show[]> =>
  (await readShows(theaterId, date)).filter(({ status }) => status !== 'cancelled');

const refreshMs = 30_000;
const keyOf = (theaterId: string | undefined, date: string) => ['programme-day', theaterId, date];

export const useDay = (theaterId: string | undefined, date: string) =>
  useQuery({
    queryKey: keyOf(theaterId, date),
    enabled: theaterId !== undefined,
    refetchInterval: pollEvery(refreshMs),
    queryFn: () => readDay(theaterId ?? '', date),
  });

/** Puts what a write answered into the day that is shown: the list may be a moment behind it. */
export const useDayEdits = () => {
  const client = useQueryClient();
  const edit = (show: Show, change: (shows: readonly Show[]) => readonly Show[]): void => {
    const key = keyOf(show.theaterId, show.businessDate);
    client.setQueryData<readonly Show[]>(key, (shows) => shows && change(shows));
  };
  return {
    add: (show: Show) => edit(show, (shows) => [...shows.filter(({ id }) => id !== show.id), show]),
    remove: (show: Show) => edit(show, (shows) => shows.filter(({ id }) => id !== show.id)),
    forget: () => client.invalidateQueries({ queryKey: ['programme-day'] }),
  };
};
