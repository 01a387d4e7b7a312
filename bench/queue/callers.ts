import { randomUUID } from 'node:crypto';
import type { HttpAnswer } from '../load/HttpConnection.ts';
import { wire } from '../load/wire.ts';
import type { Errand } from './connections.ts';

export interface Sale {
  readonly showtimeId: string;
  /** Called for each seat that was paid for. */
  bought(): void;
  /** Nothing is left: callers who get their turn now leave. */
  isSoldOut(): boolean;
}

const jsonIn = ({ body }: HttpAnswer): Readonly<Record<string, unknown>> => Object(JSON.parse(body));
const customer = { name: 'Ada Lovelace', email: 'ada@example.org' };
const payment = { method: 'card', token: 'tok_ok' };

const pay = (sale: Sale, holdToken: string): Errand => {
  const key = `idempotency-key: ${randomUUID()}\r\n`;
  const errand: Errand = {
    isUrgent: true,
    text: wire('POST', '/v1/bookings', JSON.stringify({ holdToken, customer, payment }), key),
    answered: ({ status }) => {
      if (status === 201) sale.bought();
      return status === 202 || status >= 500 ? { afterMs: 500, errand } : undefined;
    },
  };
  return errand;
};

/** Holds one seat and pays for it; comes back while seats are in the holds of others. */
export const buy = (sale: Sale, headers: string): Errand => {
  const body = JSON.stringify({ bestAvailable: { count: 1 } });
  const errand: Errand = {
    text: wire('POST', `/v1/showtimes/${sale.showtimeId}/holds`, body, headers),
    answered: (answer) => {
      if (answer.status === 201) {
        return { afterMs: 0, errand: pay(sale, String(jsonIn(answer).holdToken)) };
      }
      return sale.isSoldOut() ? undefined : { afterMs: 1_000, errand };
    },
  };
  return errand;
};

/** Enters, asks as often as it is told to, and buys when it is its turn. */
export const queueUp = (queueId: string, sale: Sale, session: string): Errand => {
  const headers = `guest-session: ${session}\r\n`;
  const look = (entry: string): Errand => ({
    text: wire('GET', `/v1/queues/${queueId}/entry`, undefined, `${headers}queue-entry: ${entry}\r\n`),
    answered,
  });
  const answered = (answer: HttpAnswer): ReturnType<Errand['answered']> => {
    if (answer.status >= 400) return { afterMs: 1_000, errand: enter };
    const { status, entry, admission, pollAfterMs } = jsonIn(answer);
    if (status === 'over') return undefined;
    if (status !== 'admitted') return { afterMs: Number(pollAfterMs), errand: look(String(entry)) };
    return { afterMs: 0, errand: buy(sale, `${headers}queue-admission: ${String(admission)}\r\n`) };
  };
  const enter: Errand = { text: wire('POST', `/v1/queues/${queueId}/entries`, '{}', headers), answered };
  return enter;
};
