/** The log as an analyst reads it over HTTP, and the two independent judges of what stands in it. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { expect } from 'vitest';
import { childEnvironment } from '../../support/childEnvironment.ts';
import { eventually } from '../../support/eventually.ts';
import { seatOwnership } from '../../support/seatOwnership.ts';
import { call, expectStatus, list, text } from './api.ts';

export interface LogEvent {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly at: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: { readonly actor: { readonly role: string } };
}

const start = '0'.repeat(20);
const pageEvents = 10_000;
const pagesMax = 1_000;

/** All events after the position that the filter (a query string) lets through. */
export const readLog = async (
  url: string,
  token: string,
  filter = '',
  from = start,
): Promise<readonly LogEvent[]> => {
  const events: LogEvent[] = [];
  for (let after = from, page = 0; page < pagesMax; page += 1) {
    const path = `/v1/events?after=${after}&limit=${pageEvents}${filter === '' ? '' : `&${filter}`}`;
    const answer = expectStatus(await call(url, 'GET', path, { token }), 200);
    if (answer.text === '') return events;
    for (const line of answer.text.trimEnd().split('\n')) events.push(JSON.parse(line));
    after = events.at(-1)?.position ?? after;
  }
  throw new Error(`more than ${pagesMax} pages`);
};

export const streamOf = (showtimeId: string): string => `stream=showtime-${showtimeId}`;

/** Position of the last event, or of the beginning. */
export const headOf = async (url: string, token: string): Promise<string> =>
  (await readLog(url, token)).at(-1)?.position ?? start;

const checker = path.resolve(import.meta.dirname, '../../../docs/check-log.mjs');

/** Runs the stranger's checker; throws what it found. */
export const checkLog = (url: string, token: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const env = { ...childEnvironment, MARQUEE_TOKEN: token };
    execFile(process.execPath, [checker, url], { env, timeout: 60_000 }, (error, stdout, stderr) => {
      if (error === null) resolve();
      else reject(new Error(`the checker says: ${stdout}${stderr}`, { cause: error }));
    });
  });

const letters: Readonly<Record<string, string>> = {
  available: 'A',
  held: 'H',
  booked: 'B',
  blocked: 'X',
};

/** Both shapes of the seat map, on every node, are what the log says. */
export const expectSeatMapsFromLog = async (
  urls: readonly string[],
  token: string,
  showtimeId: string,
): Promise<void> => {
  // Holds may run out while we look: then the log is read again.
  await eventually(async () => {
    const [first = ''] = urls;
    const events = await readLog(first, token, streamOf(showtimeId));
    const owners = [...seatOwnership(events)];
    const position = events.at(-1)?.position ?? start;
    const headers = { 'marquee-min-position': position };
    for (const url of urls) {
      const path = `/v1/showtimes/${showtimeId}/seats`;
      const compact = expectStatus(await call(url, 'GET', `${path}?view=compact`, { headers }), 200).body;
      const whole = expectStatus(await call(url, 'GET', path, { headers }), 200).body;
      const revision = events.at(-1)?.revision;
      expect([compact.revision, whole.revision]).toEqual([revision, revision]);
      expect(compact.status).toBe(owners.map(([, { letter }]) => letter).join(''));
      expect(list(whole.seats).map((seat) => [seat.id, letters[text(seat.status)]])).toEqual(
        owners.map(([id, { letter }]) => [id, letter]),
      );
    }
  });
};
