/** The live seat map over real connections: what a browser's EventSource would see. */
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { uuid } from '../../support/showtimes.ts';
import { type Cinema, call, hold, openCinema } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
let port: number;

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
  await target.app.listen({ host: '127.0.0.1', port: 0 });
  port = (target.app.server.address() as AddressInfo).port;
});
afterEach(() => target.close());

interface Heard {
  readonly id: number;
  readonly event: string;
  readonly data: { revision: number; status?: string; changes?: [string, string][] };
}

const open = async (lastEventId?: number, showtimeId = cinema.showtimeId) => {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) };
    get({ host: '127.0.0.1', port, path: `/v1/showtimes/${showtimeId}/seats/stream`, headers }, resolve).on(
      'error',
      reject,
    );
  });
  let text = '';
  let ended = false;
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  response.on('close', () => {
    ended = true;
  });
  const heard = (): Heard[] =>
    text
      .split('\n\n')
      .filter((frame) => frame.startsWith('id: '))
      .map((frame) => {
        const [, id = '', event = '', data = ''] = /^id: (\d+)\nevent: (\w+)\ndata: (.*)$/.exec(frame) ?? [];
        return { id: Number(id), event, data: JSON.parse(data) as Heard['data'] };
      });
  return { response, heard, text: () => text, hasEnded: () => ended, leave: () => response.destroy() };
};

const compact = async () =>
  (
    await call<{ revision: number; status: string }>(target, {
      url: `/v1/showtimes/${cinema.showtimeId}/seats?view=compact`,
    })
  ).body;

const replay = (heard: readonly Heard[], seatIds: readonly string[]): string => {
  let letters: string[] = [];
  for (const { data } of heard) {
    if (data.status !== undefined) letters = [...data.status];
    for (const [seatId, letter] of data.changes ?? []) letters[seatIds.indexOf(seatId)] = letter;
  }
  return letters.join('');
};

it('begins with the map and adds up to the map at every moment, without a revision left out', async () => {
  const { body } = await call<{ seats: { id: string }[] }>(target, {
    url: `/v1/showtimes/${cinema.showtimeId}/seats`,
  });
  const seatIds = body.seats.map(({ id }) => id);
  const stream = await open();
  const { headers: sent } = stream.response;
  expect([sent['content-type'], sent['cache-control']]).toEqual([
    'text/event-stream; charset=utf-8',
    'no-cache, no-transform',
  ]);
  expect(stream.response.headers['x-request-id']).toBeDefined();
  for (const [place, seatId] of seatIds.slice(0, 12).entries()) {
    const made = await hold(target, cinema, { seatIds: [seatId] });
    if (place % 3 !== 0) continue;
    const headers = { 'hold-token': made.body.holdToken };
    await call(target, { method: 'DELETE', url: `/v1/holds/${made.body.holdId}`, headers });
  }
  const { revision, status } = await compact();
  await eventually(() => expect(stream.heard().at(-1)?.id).toBe(revision));
  const heard = stream.heard();
  expect(heard.map(({ event }) => event)).toEqual(['snapshot', ...heard.slice(1).map(() => 'delta')]);
  expect(heard.map(({ id }) => id)).toEqual(heard.map((_, place) => (heard[0]?.id ?? 0) + place));
  expect(heard.every(({ id, data }) => id === data.revision)).toBe(true);
  expect(replay(heard, seatIds)).toBe(status);
});

it('goes on where a reader left off', async () => {
  const first = await open();
  await eventually(() => expect(first.heard()).toHaveLength(1));
  const left = first.heard()[0]?.id ?? 0;
  first.leave();
  await hold(target, cinema, { seatIds: ['A1'] });
  await hold(target, cinema, { seatIds: ['A2'] });
  const again = await open(left);
  await eventually(() => expect(again.heard()).toHaveLength(2));
  expect(again.heard().map(({ id, event, data }) => [id, event, data.changes])).toEqual([
    [left + 1, 'delta', [['A1', 'H']]],
    [left + 2, 'delta', [['A2', 'H']]],
  ]);
});

it('sends the map anew when prices change, and to those who name an event nobody knows', async () => {
  const stream = await open(999_999);
  await eventually(() => expect(stream.heard().map(({ event }) => event)).toEqual(['snapshot']));
  const priced = await call(target, {
    method: 'PUT',
    url: `/v1/showtimes/${cinema.showtimeId}/pricing`,
    headers: { ...cinema.admin, 'if-match': '"1"' },
    payload: { basePrice: { amount: 1_999, currency: 'GBP' } },
  });
  expect(priced.status).toBe(200);
  await eventually(() => expect(stream.heard().map(({ event }) => event)).toEqual(['snapshot', 'snapshot']));
});

it('does not exist for a showtime that does not', async () => {
  const stream = await open(undefined, uuid(404));
  expect(stream.response.statusCode).toBe(404);
  expect(stream.response.headers['content-type']).toContain('application/problem+json');
});

it('ends when the program drains, and tells browsers when to come back', async () => {
  const stream = await open();
  await eventually(() => expect(stream.heard()).toHaveLength(1));
  expect(stream.text().startsWith('retry: ')).toBe(true);
  await target.app.close();
  await eventually(() => expect(stream.hasEnded()).toBe(true));
});
