import { useStore } from '@nanostores/preact';
import { ButtonLink } from '../shared/ui/ButtonLink.tsx';
import { Notice } from '../shared/ui/Notice.tsx';
import { messages } from './messages.ts';

export const MissingPage = () => {
  const t = useStore(messages);
  return (
    <Notice title={t.missingTitle} level={1}>
      <p>{t.missingText}</p>
      <ButtonLink to="/">{t.home}</ButtonLink>
    </Notice>
  );
};
