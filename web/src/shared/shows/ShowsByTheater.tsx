import { useStore } from '@nanostores/preact';
import { groupBy, type Show } from './Show.ts';
import { showMessages } from './showMessages.ts';
import { TheaterShows } from './TheaterShows.tsx';

const nearest = (shows: readonly Show[]): number => shows[0]?.distanceKm ?? 0;

export const ShowsByTheater = ({ shows }: { readonly shows: readonly Show[] }) => {
  const t = useStore(showMessages);
  if (shows.length === 0) return <p role="status">{t.none}</p>;
  return (
    <>
      {groupBy(shows, ({ theaterId }) => theaterId)
        .toSorted((one, other) => nearest(one) - nearest(other))
        .map((group) => (
          <TheaterShows key={group[0]?.theaterId} shows={group} />
        ))}
    </>
  );
};
