/** A queue before the showtime of a test's cinema, callers of it, and the job that advances it. */
import { advanceQueues } from '../../../src/processes/queue/advanceQueues.ts';
import { iso, minutes } from '../../support/showtimes.ts';
import { type Cinema, call } from './cinema.ts';
import type { TestApp } from './testApp.ts';

export interface EntryAnswer {
  readonly entry: string;
  readonly id: string;
  readonly status: string;
  readonly drawsAt?: string;
  readonly place?: number;
  readonly ahead?: number;
  readonly estimatedSeconds?: unknown;
  readonly admission?: string;
  readonly admittedUntil?: string;
  readonly pollAfterMs: number;
  readonly offers: readonly unknown[];
}

export interface QueueAnswer {
  readonly id: string;
  readonly status: string;
  readonly seedHash: string;
  readonly seed?: string;
  readonly root?: string;
  readonly entries: number;
  readonly serving: number;
}

export type Headers = Readonly<Record<string, string>>;

/** With too little time before the sale for an early draw. */
export const shortEntryMs = minutes(9);

export const openQueueOf = async (
  target: TestApp,
  cinema: Cinema,
  more: object = {},
  entryMs: number = shortEntryMs,
) => {
  const { clock } = target;
  const saleStartsAtMs = clock.nowMs() + entryMs;
  const opened = await call<QueueAnswer>(target, {
    method: 'POST',
    url: '/v1/queues',
    headers: cinema.admin,
    payload: {
      showtimeIds: [cinema.showtimeId],
      entryOpensAt: iso(clock.nowMs()),
      saleStartsAt: iso(saleStartsAtMs),
      openAdmissionsMax: 2,
      ...more,
    },
  });
  const { id: queueId } = opened.body;
  const url = `/v1/queues/${queueId}`;
  let selling = true;
  const turns = { lapsed: 0, called: 0 };
  const { pass } = advanceQueues({
    ...target.deps,
    keys: target.deps.keyStore,
    isSelling: () => selling,
    counted: ({ lapsed, called }) => {
      turns.lapsed += lapsed;
      turns.called += called;
    },
    logger: { info: () => undefined, warn: (_fields, message) => void target.logged.push(message) },
  });
  /** What nodes remember of the room is out of date after that. */
  const advance = async (byMs = 0): Promise<void> => {
    clock.advance(byMs);
    await pass();
    clock.advance(600);
  };
  /** A caller without a token, by the session that their first answer gave. */
  const guest = async (): Promise<Headers> => {
    const { headers } = await call(target, { url: '/v1/theaters' });
    return { 'guest-session': String(headers['guest-session']) };
  };
  const enter = (headers: Headers, payload?: object) =>
    call<EntryAnswer>(target, {
      method: 'POST',
      url: `${url}/entries`,
      headers,
      ...(payload && { payload }),
    });
  const look = (headers: Headers, entry: string) =>
    call<EntryAnswer>(target, { url: `${url}/entry`, headers: { ...headers, 'queue-entry': entry } });
  const untilSale = () => Math.max(0, saleStartsAtMs - clock.nowMs());
  return {
    ...{ opened, queueId, url, turns, advance, guest, enter, look, untilSale },
    setSelling: (is: boolean) => {
      selling = is;
    },
    /** Callers who enter one after the other. */
    crowd: async (count: number) => {
      const callers: { readonly headers: Headers; readonly entry: string; readonly id: string }[] = [];
      while (callers.length < count) {
        const headers = await guest();
        const { entry, id } = (await enter(headers)).body;
        callers.push({ headers, entry, id });
      }
      return callers;
    },
    show: () => call<QueueAnswer>(target, { url }),
  };
};
