import { useStore } from '@nanostores/preact';
import { useQuery } from '@tanstack/preact-query';
import { useEffect } from 'preact/hooks';
import { api, dataOf } from '../api/client.ts';
import { guessPlace, type Place, place } from './place.ts';

/** The place chosen, else the first theater in the reader's time zone, else any. */
export const usePlace = (): Place | undefined => {
  const known = useStore(place);
  const { data: theaters } = useQuery({
    queryKey: ['theaters', 'guess'],
    queryFn: () => dataOf(api.GET('/v1/theaters', { params: { query: { limit: '100' } } })),
    enabled: known === undefined,
  });
  useEffect(() => {
    if (theaters === undefined) return;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const guess = theaters.items.find((theater) => theater.timeZone === timeZone) ?? theaters.items[0];
    if (guess !== undefined) guessPlace({ city: guess.city, ...guess.location });
  }, [theaters]);
  return known;
};
