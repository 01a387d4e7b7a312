/** Reads the program's log over HTTP, as any analyst would, and folds who holds which seat by code of its own. */
import { setTimeout as pause } from 'node:timers/promises';
import { seatOwnership } from '../tests/support/seatOwnership.ts';
import { benchLimits } from './limits.ts';
import type { HeldSeat } from './peers/Peer.ts';

export interface LoggedEvent {
  readonly position: string;
  readonly stream: string;
  readonly type: string;
  readonly at: string;
  readonly data: unknown;
}

const prefix = 'showtime-';

/** Throws at the first event that gives a seat to two. */
export const heldInStreams = (
  streams: ReadonlyMap<string, readonly Pick<LoggedEvent, 'type' | 'data'>[]>,
): readonly HeldSeat[] =>
  [...streams].flatMap(([stream, log]) =>
    [...seatOwnership(log)].flatMap(([seatId, { owner }]) =>
      owner === undefined ? [] : [{ showtimeId: stream.slice(prefix.length), seatId, owner }],
    ),
  );

/** As an analyst would: what is shed or away for the moment is asked for again. */
const readPage = async (address: string, token: string, query: string): Promise<readonly string[]> => {
  const headers = { authorization: `Bearer ${token}` };
  for (let tries = 1; ; tries += 1) {
    const response = await fetch(`${address}/v1/events?${query}`, { headers });
    const text = await response.text();
    if (response.ok) return text.split('\n').filter((line) => line !== '');
    if (response.status !== 503 || tries === benchLimits.readTriesMax)
      throw new Error(`GET /v1/events: ${response.status} ${text}`);
    await pause(Number(response.headers.get('retry-after') ?? 1) * 1_000);
  }
};

/** The events of all showtimes, by stream. */
export const readShowtimeStreams = async (
  address: string,
  token: string,
): Promise<ReadonlyMap<string, readonly LoggedEvent[]>> => {
  const streams = new Map<string, LoggedEvent[]>();
  for (let after = ''; ; ) {
    const query = `category=showtime&limit=${benchLimits.eventsPerPage}${after === '' ? '' : `&after=${after}`}`;
    const lines = await readPage(address, token, query);
    for (const line of lines) {
      const event = JSON.parse(line) as LoggedEvent;
      const log = streams.get(event.stream);
      if (log === undefined) streams.set(event.stream, [event]);
      else log.push(event);
      after = event.position;
    }
    if (lines.length === 0) return streams;
  }
};

/** Throws at the first event that gives a seat to two. */
export const heldInLog = async (address: string, token: string): Promise<readonly HeldSeat[]> =>
  heldInStreams(await readShowtimeStreams(address, token));
