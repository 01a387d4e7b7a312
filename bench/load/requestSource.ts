/** Turns a job's requests into bytes for the wire. */
import { randomUUID } from 'node:crypto';
import type { Acknowledged, Requests } from './job.ts';
import { seatSupply } from './seatSupply.ts';
import { holdRequest, type RequestSource, type WireRequest, wire } from './wire.ts';

type Kind<Name extends Requests['kind']> = Extract<Requests, { readonly kind: Name }>;

const shed: ReadonlySet<number> = new Set([429, 503]);
/** What Retry-After says. */
const comesBackAfterMs = 1_000;

interface HeldAnswer {
  readonly holdId: string;
  readonly holdToken: string;
}

const sameRequests = ({ method, paths, body }: Kind<'same'>): RequestSource => {
  const requests = paths.map((path) => ({ text: wire(method, path, body), answered: () => undefined }));
  let sent = 0;
  return () => {
    sent += 1;
    return requests[sent % requests.length];
  };
};

const sales = ({ releaseEvery, ...choice }: Kind<'sell'>, acknowledged: Acknowledged[]): RequestSource => {
  const next = seatSupply(choice);
  let sent = 0;
  return () => {
    const seats = next();
    if (seats === undefined) return undefined;
    sent += 1;
    const released = releaseEvery > 0 && sent % releaseEvery === 0;
    return {
      text: holdRequest(seats.showtimeId, seats.seatIds),
      answered: (status, body) => {
        if (status !== 201) return undefined;
        const { holdId, holdToken } = JSON.parse(body) as HeldAnswer;
        if (!released) {
          acknowledged.push({ ...seats, owner: holdId, released });
          return undefined;
        }
        return {
          text: wire('DELETE', `/v1/holds/${holdId}`, undefined, `hold-token: ${holdToken}\r\n`),
          answered: (ended) => {
            acknowledged.push({ ...seats, owner: holdId, released: ended === 204 });
            return undefined;
          },
        };
      },
    };
  };
};

/** Every buyer is another person. */
const bookingRequest = (holdToken: string, paymentToken: string): string => {
  const person = randomUUID();
  const customer = { name: `Name ${person}`, email: `${person}@example.org` };
  const body = JSON.stringify({ holdToken, customer, payment: { method: 'card', token: paymentToken } });
  return wire('POST', '/v1/bookings', body, `idempotency-key: ${person}\r\n`);
};

const bookings = (
  { abandonEvery, paymentToken, ...choice }: Kind<'book'>,
  acknowledged: Acknowledged[],
): RequestSource => {
  const next = seatSupply(choice);
  let sent = 0;
  return () => {
    const seats = next();
    if (seats === undefined) return undefined;
    sent += 1;
    const abandoned = abandonEvery > 0 && sent % abandonEvery === 0;
    return {
      text: holdRequest(seats.showtimeId, seats.seatIds),
      isStep: true,
      answered: (status, body) => {
        if (status !== 201) return undefined;
        const { holdId, holdToken } = JSON.parse(body) as HeldAnswer;
        if (abandoned) {
          acknowledged.push({ ...seats, owner: holdId, released: false });
          return undefined;
        }
        return {
          text: bookingRequest(holdToken, paymentToken),
          answered: (booked, answer) => {
            if (booked !== 201) return undefined;
            const { bookingId } = JSON.parse(answer) as { bookingId: string };
            acknowledged.push({ ...seats, owner: bookingId, released: false });
            return undefined;
          },
        };
      },
    };
  };
};

/** Seats by a fixed seed: every peer is asked for the same. */
const crowd = ({ showtime, seats, callers }: Kind<'crowd'>, acknowledged: Acknowledged[]): RequestSource => {
  let seed = 20_261_129;
  let sent = 0;
  return () => {
    if (sent === callers) return undefined;
    sent += 1;
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const seatIds = [seats[Math.floor((seed / 2 ** 32) * seats.length)] ?? ''];
    const request: WireRequest = {
      text: holdRequest(showtime, seatIds),
      answered: (status, body) => {
        if (shed.has(status)) return { ...request, afterMs: comesBackAfterMs };
        if (status !== 201) return undefined;
        const { holdId } = JSON.parse(body) as HeldAnswer;
        acknowledged.push({ showtimeId: showtime, seatIds, owner: holdId, released: false });
        return undefined;
      },
    };
    return request;
  };
};

export const requestSource = (requests: Requests, acknowledged: Acknowledged[]): RequestSource => {
  switch (requests.kind) {
    case 'same':
      return sameRequests(requests);
    case 'sell':
      return sales(requests, acknowledged);
    case 'book':
      return bookings(requests, acknowledged);
    case 'crowd':
      return crowd(requests, acknowledged);
  }
};
