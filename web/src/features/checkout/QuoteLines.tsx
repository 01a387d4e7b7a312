import { useStore } from '@nanostores/preact';
import type { components } from '../../shared/api/schema.ts';
import { formats } from '../../shared/format/formats.ts';
import type { Hold } from '../../shared/holds/Held.ts';
import { holdMessages } from '../../shared/holds/holdMessages.ts';
import { RefundTerms } from '../../shared/shows/RefundTerms.tsx';
import type { Show } from '../../shared/shows/Show.ts';
import styles from './Checkout.module.css';
import { messages } from './messages.ts';

export type Quote = components['schemas']['HoldQuote'];

const kindWords = {
  discount: 'discount',
  fee: 'fee',
  tax: 'tax',
  'add-on': 'addOn',
  seat: 'yourSeats',
} as const;

export interface QuoteLinesProps {
  readonly quote: Quote;
  readonly seats: Hold['seats'];
  readonly show: Show;
}

export const QuoteLines = ({ quote, seats, show }: QuoteLinesProps) => {
  const t = useStore(messages);
  const words = useStore(holdMessages);
  const format = useStore(formats);
  const nameOf = ({ kind, label, seatId }: Quote['lines'][number]): string => {
    const seat = seats.find(({ id }) => id === seatId);
    if (seat !== undefined) return t.seatLine({ seat: seat.id, type: words[seat.ticketType] });
    return label === '' ? t[kindWords[kind]] : label;
  };
  return (
    <>
      <dl class={`${styles.lines} figures`}>
        {quote.lines.map((line) => (
          <div key={`${line.kind} ${line.label}`}>
            <dt>
              <bdi>{nameOf(line)}</bdi>
            </dt>
            <dd>{format.money(line.amount)}</dd>
          </div>
        ))}
        <div class={styles.total}>
          <dt>{t.total}</dt>
          <dd>{format.money(quote.due)}</dd>
        </div>
      </dl>
      <div class="soft">
        <h2 class={styles.small}>{t.refunds}</h2>
        <RefundTerms terms={quote.refundTerms} timeZone={show.timeZone} />
      </div>
    </>
  );
};
