/** A hundred buyers side by side: each looks at the seats, holds two and pays, and comes back as the next person. */
import { randomUUID } from 'node:crypto';
import { ascending } from '../figures.ts';
import type { Answered, Client } from './client.ts';
import { openLoop } from './openLoop.ts';

export const buyersCount = 100;
export const visitsPerSecond = 50;
const seats = { bestAvailable: { count: 2 } };

export interface Bought {
  /** Of holds, sorted. */
  readonly latenciesMs: readonly number[];
  readonly visits: number;
  /** What was answered instead, such as `hold 429`. */
  readonly refused: readonly string[];
}

let visitors = 0;
const nextAddress = (): string => {
  visitors += 1;
  return `10.${(visitors >> 16) & 255}.${(visitors >> 8) & 255}.${visitors & 255}`;
};

const orderOf = ({ json }: Answered): string => {
  const person = randomUUID();
  const customer = { name: `Name ${person}`, email: `${person}@example.org` };
  return JSON.stringify({
    ...{ holdToken: json.holdToken, customer },
    payment: { method: 'card', token: 'tok_ok' },
  });
};

/** Holds of the first `warmUpMs` are not measured. */
export const playBuyers = async (
  client: Client,
  showtimeId: string,
  { warmUpMs, forMs }: { readonly warmUpMs: number; readonly forMs: number },
): Promise<Bought> => {
  const measuredFromMs = performance.now() + warmUpMs;
  const latenciesMs: number[] = [];
  const refused: string[] = [];
  let visits = 0;

  const visit = async (): Promise<void> => {
    const address = nextAddress();
    const at = `/v1/showtimes/${showtimeId}`;
    const looked = await client.ask({ method: 'GET', path: `${at}/seats?view=compact`, address });
    if (looked.status !== 200) return void refused.push(`map ${looked.status}`);
    const headers = { 'guest-session': looked.session ?? '' };
    const startMs = performance.now();
    const body = JSON.stringify(seats);
    const held = await client.ask({ method: 'POST', path: `${at}/holds`, address, headers, body });
    if (startMs >= measuredFromMs) latenciesMs.push(performance.now() - startMs);
    if (held.status !== 201) return void refused.push(`hold ${held.status}`);
    const paid = await client.ask({
      ...{ method: 'POST', path: '/v1/bookings', address, body: orderOf(held) },
      headers: { ...headers, 'idempotency-key': randomUUID() },
    });
    if (paid.status !== 201 && paid.status !== 202) refused.push(`booking ${paid.status}`);
  };

  await openLoop({ perSecond: visitsPerSecond, forMs: warmUpMs + forMs }, async () => {
    visits += 1;
    await visit().catch(({ message }: Error) => void refused.push(message));
  });
  return { latenciesMs: ascending(latenciesMs), visits, refused };
};
