import { useRef, useState } from 'preact/hooks';
import type { HoldKey } from '../../shared/holds/Held.ts';
import { CardIncomplete, type Payer } from './card/Payer.ts';
import { type Order, pendingOrder } from './pendingOrder.ts';
import type { Quote } from './QuoteLines.tsx';

type Buyer = NonNullable<Order['body']['customer']>;

/** Makes the one order that is sent: what is pressed twice is ordered once. */
export const useOrder = ({ holdId, holdToken }: HoldKey, quote: Quote, send: (order: Order) => void) => {
  const payer = useRef<Payer>();
  const reading = useRef(false);
  const [isReading, setReading] = useState(false);
  const [isIncomplete, setIncomplete] = useState(false);

  const orderWith = async ({ method, readToken }: Payer, customer: Buyer) => {
    const payment = { method, token: await readToken() };
    const body = { holdToken, customer, payment, expectedTotal: quote.total };
    const order = { holdId, key: crypto.randomUUID(), body };
    pendingOrder.keep(order);
    send(order);
  };

  const order = async (customer: Buyer): Promise<void> => {
    // Read from where they are kept: a second click may come before this page is drawn again.
    if (pendingOrder.of(holdId) !== undefined || reading.current || payer.current === undefined) return;
    reading.current = true;
    setReading(true);
    setIncomplete(false);
    try {
      await orderWith(payer.current, customer);
    } catch (error) {
      if (!(error instanceof CardIncomplete)) throw error;
      setIncomplete(true);
    } finally {
      reading.current = false;
      setReading(false);
    }
  };

  const setPayer = (next: Payer): void => {
    payer.current = next;
  };
  return { order, setPayer, isReading, isIncomplete };
};
