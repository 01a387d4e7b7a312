import { useStore } from '@nanostores/preact';
import { useInfiniteQuery } from '@tanstack/preact-query';
import { Link } from 'wouter-preact';
import { api, dataOf } from '../../../shared/api/client.ts';
import { Asked } from '../../../shared/problems/Asked.tsx';
import { useShow } from '../../../shared/shows/useShow.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { uiMessages } from '../../../shared/ui/uiMessages.ts';
import styles from '../Analyst.module.css';
import { messages } from '../messages.ts';
import { SeatEntry } from './SeatEntry.tsx';

const entriesPerPage = '50';

const useHistory = (id: string, seatId: string) =>
  useInfiniteQuery({
    queryKey: ['seat-history', id, seatId],
    initialPageParam: '',
    queryFn: ({ pageParam: cursor }: { readonly pageParam: string }) => {
      const query = { limit: entriesPerPage, ...(cursor === '' ? {} : { cursor }) };
      const params = { path: { id, seatId }, query };
      return dataOf(api.GET('/v1/showtimes/{id}/seats/{seatId}/history', { params }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

export const SeatPage = ({ showId, seatId }: { readonly showId: string; readonly seatId: string }) => {
  const t = useStore(messages);
  const ui = useStore(uiMessages);
  const show = useShow(showId).data;
  const history = useHistory(showId, seatId);
  return (
    <>
      <header>
        <h1>{t.biography({ seat: seatId })}</h1>
        {show !== undefined && (
          <p class="soft">
            <bdi>{show.movie.title}</bdi> · <bdi>{show.theater.name}</bdi>, <bdi>{show.hall.name}</bdi> ·{' '}
            <Link to={`/log/shows/${showId}`}>{t.replay}</Link>
          </p>
        )}
      </header>
      <Asked query={history}>
        {({ pages }) => {
          const entries = pages.flatMap(({ items }) => items);
          return (
            <>
              {entries.length === 0 && <p>{t.nothingYet}</p>}
              <ol class={styles.list}>
                {entries.map((entry, index) => (
                  <SeatEntry key={index} entry={entry} timeZone={show?.timeZone} />
                ))}
              </ol>
              {history.hasNextPage && (
                <Button
                  look="plain"
                  busy={history.isFetchingNextPage}
                  onClick={() => void history.fetchNextPage()}
                >
                  {ui.more}
                </Button>
              )}
            </>
          );
        }}
      </Asked>
    </>
  );
};
