import { useStore } from '@nanostores/preact';
import { ButtonLink } from '../../shared/ui/ButtonLink.tsx';
import { Notice } from '../../shared/ui/Notice.tsx';
import { messages } from './messages.ts';

export const NoHold = ({ showtimeId }: { readonly showtimeId?: string }) => {
  const t = useStore(messages);
  return (
    <Notice title={t.noHold} level={1}>
      <p>{t.noHoldText}</p>
      {showtimeId === undefined ? (
        <ButtonLink to="/">{t.home}</ButtonLink>
      ) : (
        <ButtonLink to={`/shows/${showtimeId}`}>{t.back}</ButtonLink>
      )}
    </Notice>
  );
};
