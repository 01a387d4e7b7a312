/** The HTTP rows of the table: which requests each one sends, and which answer it counts. */
import type { Request } from 'autocannon';
import type { ChildServer } from './childServer.ts';
import type { Stage } from './stage.ts';

export const httpRowNames = ['bare', 'hot', 'spread', 'refused', 'map'] as const;
export type HttpRowName = (typeof httpRowNames)[number];

export interface HttpRow {
  readonly name: HttpRowName;
  readonly title: string;
  readonly server: ChildServer;
  /** The only status that is counted; any other ends the run. */
  readonly status: number;
  readonly request: Request;
}

/** Coprime to both hall sizes: buyers take seats all over the hall, and each seat once. */
const seatStride = 1_237;

const json = { 'content-type': 'application/json' };

const hold = (showtimeId: string, seatId: string): Pick<Request, 'path' | 'body'> => ({
  path: `/v1/showtimes/${showtimeId}/holds`,
  body: `{"seatIds":["${seatId}"]}`,
});

const scattered = (seats: readonly string[], place: number): string =>
  seats[(place * seatStride) % seats.length] ?? '';

/** Asked for when no seat is left; its 404 ends the run. Throwing inside a request would end it without cleaning up. */
const outOfSeats: Pick<Request, 'path' | 'body'> = { path: '/out-of-seats', body: '{}' };

/** Requests that each take the next seat that nobody has. */
const holdNext = (seatAt: (place: number) => readonly [showtimeId: string | undefined, seatId: string]) => {
  let taken = 0;
  return (request: Request): Request => {
    const [showtimeId, seatId] = seatAt(taken);
    taken += 1;
    return { ...request, ...(showtimeId === undefined ? outOfSeats : hold(showtimeId, seatId)) };
  };
};

export const httpRows = (marquee: ChildServer, bare: ChildServer, stage: Stage): readonly HttpRow[] => {
  const { hotShowtimes, hotSeats, spreadShowtimes, spreadSeats, soldOutShowtime } = stage;
  const post = { method: 'POST', headers: json } as const;
  const hot = holdNext((place) => [
    hotShowtimes[Math.floor(place / hotSeats.length)],
    scattered(hotSeats, place),
  ]);
  const spread = holdNext((place) => {
    const round = Math.floor(place / spreadShowtimes.length);
    const showtimeId =
      round < spreadSeats.length ? spreadShowtimes[place % spreadShowtimes.length] : undefined;
    return [showtimeId, scattered(spreadSeats, round)];
  });
  let refused = 0;
  return [
    {
      name: 'bare',
      title: 'Bare Fastify POST',
      server: bare,
      status: 201,
      request: { ...post, path: '/', body: '{"seatIds":["AA1"]}' },
    },
    {
      name: 'hot',
      title: 'Holds, one hot showtime',
      server: marquee,
      status: 201,
      request: { ...post, setupRequest: hot },
    },
    {
      name: 'spread',
      title: `Holds, over ${spreadShowtimes.length.toLocaleString('en')} showtimes`,
      server: marquee,
      status: 201,
      request: { ...post, setupRequest: spread },
    },
    {
      name: 'refused',
      title: 'Refusals, sold-out showtime',
      server: marquee,
      status: 409,
      request: {
        ...post,
        setupRequest: (request) => {
          refused += 1;
          return { ...request, ...hold(soldOutShowtime, scattered(hotSeats, refused)) };
        },
      },
    },
    {
      name: 'map',
      title: 'Compact seat map reads',
      server: marquee,
      status: 200,
      request: { method: 'GET', path: `/v1/showtimes/${soldOutShowtime}/seats?view=compact` },
    },
  ];
};
