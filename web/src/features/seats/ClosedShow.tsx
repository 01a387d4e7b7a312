import { useStore } from '@nanostores/preact';
import type { Show } from '../../shared/shows/Show.ts';
import { ButtonLink } from '../../shared/ui/ButtonLink.tsx';
import { Notice } from '../../shared/ui/Notice.tsx';
import { messages } from './messages.ts';

export const ClosedShow = ({ show }: { readonly show: Show }) => {
  const t = useStore(messages);
  return (
    <Notice title={t.notOnSale} level={1}>
      <p>
        <bdi>{show.movie.title}</bdi>
      </p>
      {show.cancellation !== undefined && (
        <p>
          <bdi>{show.cancellation.reason}</bdi>
        </p>
      )}
      <ButtonLink to={`/films/${show.movieId}`}>{t.otherShows}</ButtonLink>
    </Notice>
  );
};
