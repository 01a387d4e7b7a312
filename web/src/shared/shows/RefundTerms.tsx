import { useStore } from '@nanostores/preact';
import { formats } from '../format/formats.ts';
import type { Show } from './Show.ts';
import { showMessages } from './showMessages.ts';

export interface RefundTermsProps {
  readonly terms: Show['refundTerms'];
  readonly timeZone: string;
}

/** What comes back for a cancellation until when; terms that are over are left out. */
export const RefundTerms = ({ terms, timeZone }: RefundTermsProps) => {
  const t = useStore(showMessages);
  const format = useStore(formats);
  const open = terms.filter(({ until }) => Date.parse(until) > Date.now());
  if (open.length === 0) return <p>{t.noRefund}</p>;
  return (
    <ul>
      {open.map(({ until, percent }) => (
        <li key={until}>
          {t.refundUntil({ until: format.dateTime(until, timeZone), percent: format.percent(percent) })}
        </li>
      ))}
    </ul>
  );
};
