import { useStore } from '@nanostores/preact';
import { Link } from 'wouter-preact';
import { isProblem } from '../../shared/api/Problem.ts';
import { formats } from '../../shared/format/formats.ts';
import { Countdown } from '../../shared/holds/Countdown.tsx';
import type { Hold, HoldKey } from '../../shared/holds/Held.ts';
import { Poster } from '../../shared/poster/Poster.tsx';
import type { Show } from '../../shared/shows/Show.ts';
import styles from './Checkout.module.css';
import { CheckoutForm } from './CheckoutForm.tsx';
import { messages } from './messages.ts';
import { NoHold } from './NoHold.tsx';
import { type Quote, QuoteLines } from './QuoteLines.tsx';
import { usePayment } from './useCheckout.ts';

export interface CheckoutProps {
  readonly show: Show;
  readonly hold: Hold;
  readonly holdKey: HoldKey;
  readonly quote: Quote;
  readonly onChange: () => void;
}

export const Checkout = ({ show, hold, holdKey, quote, onChange }: CheckoutProps) => {
  const t = useStore(messages);
  const format = useStore(formats);
  const payment = usePayment(holdKey.holdId, show);
  if (isProblem(payment.error, 'payment-failed', 'hold-expired')) return <NoHold showtimeId={show.id} />;
  return (
    <div class={styles.page}>
      <section class={styles.order}>
        <div class={styles.film}>
          <Poster movie={show.movie} />
          <div>
            <h1>
              <bdi>{show.movie.title}</bdi>
            </h1>
            <p>{format.dateTime(show.startsAt, show.timeZone)}</p>
            <p class="soft">
              <bdi>{show.theater.name}</bdi>, <bdi>{show.hall.name}</bdi>
            </p>
          </div>
        </div>
        <QuoteLines quote={quote} seats={hold.seats} show={show} />
        <Countdown hold={hold} holdKey={holdKey} onExtended={onChange} onOver={onChange} />
        <Link to={`/shows/${show.id}`}>{t.back}</Link>
      </section>
      <CheckoutForm quote={quote} holdKey={holdKey} payment={payment} />
    </div>
  );
};
