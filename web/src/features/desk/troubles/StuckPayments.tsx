import { useStore } from '@nanostores/preact';
import { messages } from '../messages.ts';
import { AskedOps } from './AskedOps.tsx';
import { StuckPayment } from './StuckPayment.tsx';
import { useStuckPayments } from './useTroubles.ts';

export const StuckPayments = () => {
  const t = useStore(messages);
  const stuck = useStuckPayments();
  return (
    <section>
      <h2>{t.stuckPayments}</h2>
      <AskedOps query={stuck}>
        {({ items }) =>
          items.length === 0 ? (
            <p role="status">{t.noStuck}</p>
          ) : (
            <ul>
              {items.map((payment) => (
                <StuckPayment key={`${payment.bookingId} ${payment.step}`} payment={payment} />
              ))}
            </ul>
          )
        }
      </AskedOps>
    </section>
  );
};
