/** Reads the program's log over HTTP, as any analyst would, and folds who holds which seat by code of its own. */
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

/** The events of all showtimes, by stream. */
export const readShowtimeStreams = async (
  address: string,
  token: string,
): Promise<ReadonlyMap<string, readonly LoggedEvent[]>> => {
  const streams = new Map<string, LoggedEvent[]>();
  for (let after = ''; ; ) {
    const query = `category=showtime&limit=${benchLimits.eventsPerPage}${after === '' ? '' : `&after=${after}`}`;
    const response = await fetch(`${address}/v1/events?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok) throw new Error(`GET /v1/events: ${response.status} ${await response.text()}`);
    const lines = (await response.text()).split('\n').filter((line) => line !== '');
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
