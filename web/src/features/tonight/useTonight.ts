import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../shared/api/client.ts';
import { nearOf, type Place } from '../../shared/place/place.ts';
import { businessDateOf } from '../../shared/shows/days.ts';
import { groupBy } from '../../shared/shows/Show.ts';

const radiusKm = 40;
const showsMax = 100;

/** Films of the next evening that has any, by their first show. */
export const useTonight = (place: Place | undefined) =>
  useQuery({
    queryKey: ['tonight', place],
    enabled: place !== undefined,
    queryFn: async () => {
      const query = {
        near: place === undefined ? '' : nearOf(place),
        radiusKm: String(radiusKm),
        limit: String(showsMax),
      };
      const { items } = await dataOf(api.GET('/v1/showtimes', { params: { query } }));
      const [first] = items;
      const evening = items.filter(({ businessDate }) => businessDate === first?.businessDate);
      return {
        isToday: first?.businessDate === businessDateOf(Date.now(), first?.timeZone ?? 'UTC'),
        films: groupBy(evening, ({ movieId }) => movieId),
      };
    },
  });
