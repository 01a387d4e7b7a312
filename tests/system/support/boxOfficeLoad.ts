/**
 * A box office in full swing: people hold, pay, give back, cancel and browse, one after the other and many at once.
 * Each looks at once for what it has just done. What nobody planned for is kept, for the test to see.
 */
import { randomUUID } from 'node:crypto';
import { call, expectStatus, list, text } from './api.ts';
import type { Cinema } from './cinema.ts';
import { randomFrom } from './guests.ts';
import { orderFor, pay } from './sales.ts';

export interface LoadOptions {
  readonly url: string;
  readonly token: string;
  readonly cinema: Cinema;
  readonly showtimeIds: readonly string[];
  /** Whether a list may say 503 with Retry-After: where a model was deleted. */
  readonly mayBeAway: () => boolean;
}

export interface Load {
  /** What went wrong, as text; none when all is well. */
  readonly faults: string[];
  readonly counts: { sold: number; released: number; cancelled: number; browsed: number; away: number };
  /** Waits until what is under way is over. */
  stop(): Promise<void>;
}

const sellers = 4;
const browsers = 3;
const faultsMax = 20;

export const startLoad = (options: LoadOptions): Load => {
  const { url, token, cinema, showtimeIds, mayBeAway } = options;
  const faults: string[] = [];
  const counts = { sold: 0, released: 0, cancelled: 0, browsed: 0, away: 0 };
  let over = false;

  /** A list: whole and right, or honestly away. */
  const look = async (
    path: string,
    find: (items: readonly Readonly<Record<string, unknown>>[]) => boolean,
    position?: string,
  ): Promise<void> => {
    for (;;) {
      const headers: Record<string, string> =
        position === undefined ? {} : { 'marquee-min-position': position };
      const answer = await call(url, 'GET', path, { token, headers });
      const isAway = answer.status === 503 && answer.headers.get('retry-after') !== null;
      if (isAway && mayBeAway() && !over) {
        counts.away += 1;
        continue;
      }
      if (isAway && over) return;
      expectStatus(answer, 200);
      if (!find(list(answer.body.items))) throw new Error(`${path} is wrong: ${answer.text.slice(0, 500)}`);
      counts.browsed += 1;
      return;
    }
  };

  const sellOne = async (random: () => number): Promise<void> => {
    const showtimeId = showtimeIds[Math.floor(random() * showtimeIds.length)] ?? '';
    const body = { bestAvailable: { count: 1 + Math.floor(random() * 3) } };
    const held = await call(url, 'POST', `/v1/showtimes/${showtimeId}/holds`, { body });
    if (held.status === 409) return;
    expectStatus(held, 201);
    if (random() < 0.3) {
      const headers = { 'hold-token': text(held.body.holdToken) };
      expectStatus(await call(url, 'DELETE', `/v1/holds/${text(held.body.holdId)}`, { headers }), 204);
      counts.released += 1;
      return;
    }
    const paid = expectStatus(await pay(url, orderFor(held.body, 'tok_ok')), 201);
    const reference = text(paid.body.reference);
    const found = `/v1/bookings?reference=${reference}`;
    const hasStatus = (status: string) => (items: readonly Readonly<Record<string, unknown>>[]) =>
      items.length === 1 && items[0]?.status === status;
    await look(found, hasStatus('confirmed'), paid.headers.get('marquee-position') ?? undefined);
    counts.sold += 1;
    if (random() < 0.5) return;
    const headers = {
      'booking-access': text(paid.body.accessToken),
      'idempotency-key': randomUUID(),
    };
    const path = `/v1/bookings/${text(paid.body.bookingId)}/cancel`;
    const cancelled = expectStatus(await call(url, 'POST', path, { headers, body: {} }), 200);
    await look(found, hasStatus('cancelled'), cancelled.headers.get('marquee-position') ?? undefined);
    counts.cancelled += 1;
  };

  const near = 'near=51.5,-0.12';
  const lists: readonly (readonly [string, string])[] = [
    ['/v1/movies', cinema.movieId],
    ['/v1/movies?q=playtme', cinema.movieId],
    ['/v1/movies/suggest?q=pla', cinema.movieId],
    [`/v1/theaters?${near}`, cinema.theaterId],
    ['/v1/theaters?q=arcadia', cinema.theaterId],
    [`/v1/movies/${cinema.movieId}/showtimes`, cinema.showtimeId],
    [`/v1/theaters/${cinema.theaterId}/showtimes?limit=100`, showtimeIds.at(-1) ?? ''],
  ];
  const browseOne = async (random: () => number): Promise<void> => {
    const [path, id] = lists[Math.floor(random() * lists.length)] ?? ['/v1/movies', cinema.movieId];
    await look(path, (items) => items.some((item) => item.id === id));
  };

  const repeat = async (seed: number, act: (random: () => number) => Promise<void>): Promise<void> => {
    const random = randomFrom(seed);
    while (!over && faults.length < faultsMax) {
      await act(random).catch((error: unknown) => {
        faults.push(error instanceof Error ? error.message : String(error));
      });
    }
  };
  const all = Promise.all([
    ...Array.from({ length: sellers }, (_, n) => repeat(100 + n, sellOne)),
    ...Array.from({ length: browsers }, (_, n) => repeat(200 + n, browseOne)),
  ]);

  return {
    faults,
    counts,
    stop: async () => {
      over = true;
      await all;
    },
  };
};
