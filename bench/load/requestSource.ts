/** Turns a job's requests into bytes for the wire. */
import type { Acknowledged, Requests } from './job.ts';

export interface WireRequest {
  readonly text: string;
  /** Called with the answer; gives a request to be sent on the same connection next. */
  answered(status: number, body: string): WireRequest | undefined;
}

/** Undefined when there is nothing left to ask for. */
export type RequestSource = () => WireRequest | undefined;

/** Coprime to the sizes of the halls: seats are taken all over the hall, and each of them once. */
const seatStride = 1_237;

const wire = (method: string, path: string, body?: string, headers = ''): string =>
  body === undefined
    ? `${method} ${path} HTTP/1.1\r\nhost: localhost\r\n${headers}\r\n`
    : `${method} ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${headers}content-length: ${body.length}\r\n\r\n${body}`;

/** Showtime places drawn by Zipf's law with exponent 1, from a fixed seed: every peer is asked the same. */
const zipfOver = (count: number): (() => number) => {
  const sums: number[] = [];
  let sum = 0;
  for (let rank = 1; rank <= count; rank += 1) {
    sum += 1 / rank;
    sums.push(sum);
  }
  let seed = 20_261_129;
  return () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const wanted = (seed / 2 ** 32) * sum;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
};

export const requestSource = (requests: Requests, acknowledged: Acknowledged[]): RequestSource => {
  if (requests.kind === 'same') {
    const text = wire(requests.method, requests.path, requests.body);
    const request: WireRequest = { text, answered: () => undefined };
    return () => request;
  }
  const { showtimes, seats, seatsPerHold, releaseEvery, order } = requests;
  const holdsPerShowtime = Math.floor(seats.length / seatsPerHold);
  const taken = new Uint32Array(showtimes.length);
  const draw = order === 'zipf' ? zipfOver(showtimes.length) : undefined;
  let current = 0;
  let left = holdsPerShowtime * showtimes.length;
  let sent = 0;

  const nextShowtime = (): number => {
    let place = draw?.() ?? current;
    while (taken[place] === holdsPerShowtime) place = (place + 1) % showtimes.length;
    current = place;
    return place;
  };

  return () => {
    if (left === 0) return undefined;
    left -= 1;
    const place = nextShowtime();
    const first = (taken[place] ?? 0) * seatsPerHold;
    taken[place] = (taken[place] ?? 0) + 1;
    sent += 1;
    const released = releaseEvery > 0 && sent % releaseEvery === 0;
    const showtimeId = showtimes[place] ?? '';
    const seatIds = Array.from(
      { length: seatsPerHold },
      (_, seat) => seats[((first + seat) * seatStride) % seats.length] ?? '',
    );
    return {
      text: wire('POST', `/v1/showtimes/${showtimeId}/holds`, JSON.stringify({ seatIds })),
      answered: (status, body) => {
        if (status !== 201) return undefined;
        const { holdId, holdToken } = JSON.parse(body) as { holdId: string; holdToken: string };
        if (!released) {
          acknowledged.push({ showtimeId, holdId, seatIds, released });
          return undefined;
        }
        return {
          text: wire('DELETE', `/v1/holds/${holdId}`, undefined, `hold-token: ${holdToken}\r\n`),
          answered: (ended) => {
            acknowledged.push({ showtimeId, holdId, seatIds, released: ended === 204 });
            return undefined;
          },
        };
      },
    };
  };
};
