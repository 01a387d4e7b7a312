import { useQuery } from '@tanstack/preact-query';
import { datesFrom } from '../../../shared/shows/days.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import { readDay } from '../day/useDay.ts';

export const weekDays = 7;

const readWeek = async (theaterId: string, from: string): Promise<readonly Show[]> => {
  const days = await Promise.all(datesFrom(from, weekDays).map((date) => readDay(theaterId, date)));
  return days.flat();
};

/** The shows of two weeks, read afresh: what is copied is decided on them. */
export const useWeeks = (theaterId: string, from: string, to: string) =>
  useQuery({
    queryKey: ['programme-day', 'weeks', theaterId, from, to],
    staleTime: 0,
    queryFn: async () => {
      const [week, there] = await Promise.all([readWeek(theaterId, from), readWeek(theaterId, to)]);
      return { week, there };
    },
  });
