import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../../shared/api/client.ts';
import { useMe } from '../../../shared/session/useMe.ts';
import { useLater } from '../../../shared/ui/useLater.ts';
import type { Theater } from './Kit.ts';

const everyTheater = '*';
/** More fit on no phone: the search narrows them down. */
const listedMax = 20;

const theaterOf = (id: string): Promise<Theater> =>
  dataOf(api.GET('/v1/theaters/{id}', { params: { path: { id } } }));

const search = async (words: string): Promise<readonly Theater[]> => {
  const query = { limit: String(listedMax), ...(words === '' ? {} : { q: words }) };
  return (await dataOf(api.GET('/v1/theaters', { params: { query } }))).items;
};

/** The theaters that the token opens, by words of their names. */
export const useTheaters = (typed: string) => {
  const ids = useMe().data?.theaterIds;
  const words = useLater(typed.trim());
  return useQuery({
    queryKey: ['gate theaters', ids, words],
    enabled: ids !== undefined,
    placeholderData: (before) => before,
    queryFn: async () => {
      if (ids === undefined || ids.includes(everyTheater)) return await search(words);
      const own = await Promise.all(ids.slice(0, listedMax).map(theaterOf));
      return own.filter(({ name }) => name.toLowerCase().includes(words.toLowerCase()));
    },
  });
};
