/** The log over HTTP: whole, filtered, in pages, and followed live. */
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventCatalog } from '../../../src/domain/eventCatalog.ts';
import { eventually } from '../../support/eventually.ts';
import { type Cinema, call, hold, openCinema } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
let headers: { authorization: string };

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
  headers = await target.bearer('analyst');
});
afterEach(() => target.close());

interface Line {
  readonly position: string;
  readonly stream: string;
  readonly type: string;
  readonly metadata: object;
}
const parsed = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

const read = async (query: string) => {
  const answer = await call(target, { url: `/v1/events?${query}`, headers });
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/x-ndjson']);
  return parsed(answer.text);
};

it('is for analysts', async () => {
  expect((await call(target, { url: '/v1/events' })).status).toBe(401);
  expect((await call(target, { url: '/v1/events', headers: await target.bearer('staff') })).status).toBe(403);
});

it('gives every event once, in order, without the fingerprints of keys', async () => {
  await hold(
    target,
    cinema,
    { seatIds: ['A1'] },
    { 'idempotency-key': 'a-key-of-a-guest-that-nobody-guesses' },
  );
  const lines = await read('');
  expect(lines.map(({ position }) => position)).toEqual(target.log.events.map(({ position }) => position));
  expect(target.log.events.at(-1)?.metadata.idempotency).toBeDefined();
  expect(Object.keys(lines.at(-1)?.metadata ?? {})).toEqual(['correlationId', 'causationId', 'actor']);
});

it('goes on after a position and ends with an empty body', async () => {
  const all = await read('');
  const collected: Line[] = [];
  for (let after = ''; ; ) {
    const page = await read(`limit=2${after}`);
    if (page.length === 0) break;
    expect(page.length).toBeLessThanOrEqual(2);
    collected.push(...page);
    after = `&after=${page.at(-1)?.position}`;
  }
  expect(collected).toEqual(all);
});

it('filters by category, type and stream', async () => {
  await hold(target, cinema, { seatIds: ['A1'] });
  expect((await read('type=SeatsHeld')).map(({ type }) => type)).toEqual(['SeatsHeld']);
  expect((await read('category=movie&category=theater')).map(({ type }) => type)).toEqual([
    'MovieRegistered',
    'TheaterOpened',
    'TheaterCurrencySettled',
  ]);
  const ofStream = await read(`stream=showtime-${cinema.showtimeId}`);
  expect(ofStream.map(({ type }) => type)).toEqual(['ShowtimeScheduled', 'SalesOpened', 'SeatsHeld']);
});

it('filters by id, cause and request', async () => {
  const held = await hold(target, cinema, { seatIds: ['A1'] });
  const [event] = target.log.events.filter(({ type }) => type === 'SeatsHeld');
  const requestId = String(held.headers['x-request-id']);
  for (const query of [`id=${event?.id}`, `correlationId=${requestId}`, `causationId=${requestId}`]) {
    expect([query, (await read(query)).map(({ position }) => position)]).toEqual([query, [event?.position]]);
  }
  expect(await read(`causationId=${event?.id}`)).toEqual([]);
});

it('lists the types of events', async () => {
  const url = '/v1/event-types';
  expect((await call(target, { url, headers: await target.bearer('staff') })).status).toBe(403);
  const { body } = await call<{ items: { type: string }[] }>(target, { url, headers });
  expect(body.items).toContainEqual({
    ...{ type: 'SalesOpened', category: 'showtime', version: 1 },
    description: 'Seats may be held from now on.',
  });
  expect(body.items.map(({ type }) => type)).toEqual([...eventCatalog.keys()]);
});

it('refuses limits and positions that are none', async () => {
  const times = ['from=yesterday', 'from=2026-11-21', 'to=2026-11-21T00:00:00Z&follow=true'];
  const order = 'from=2026-11-21T00:00:00Z&to=2026-11-21T01:00:00%2B02:00';
  const ids = ['id=x', 'correlationId=', `causationId=${'0'.repeat(36)}`, 'after=start'];
  const names = ['type=SeatsStolen', 'type=SeatsHeld&type=', 'category=*', 'category=seats'];
  const rest = ['limit=0', 'limit=10001', 'limit=x', 'after=1', 'follow=maybe', 'nonsense=1'];
  for (const query of [...times, order, ...ids, ...names, ...rest]) {
    const { status, body } = await call(target, { url: `/v1/events?${query}`, headers });
    expect([query, status, body.type]).toEqual([query, 400, '/problems/invalid-request']);
  }
});

it('gives what was decided between two instants, the first included', async () => {
  await hold(target, cinema, { seatIds: ['A1'] });
  const instants = [...new Set(target.log.events.map(({ at }) => at))].sort();
  const last = instants.at(-1) ?? '';
  const within = (from: string, to: string) =>
    target.log.events.filter(({ at }) => at >= from && at < to).map(({ position }) => position);
  const positions = async (query: string) => (await read(query)).map(({ position }) => position);
  expect(await positions(`from=${last}`)).toEqual(within(last, '9'));
  expect(await positions(`to=${last}`)).toEqual(within('', last));
  const offset = '1970-01-01T02:00:00%2B02:00';
  expect(await positions(`from=${offset}&to=${last}`)).toEqual(within('', last));
});

it('is compressed for a caller that accepts gzip', async () => {
  const plain = await call(target, { url: '/v1/events', headers });
  const response = await target.app.inject({
    ...{ method: 'GET', url: '/v1/events', headers: { ...headers, 'accept-encoding': 'br, gzip' } },
  });
  expect([response.headers['content-encoding'], response.headers.vary]).toEqual(['gzip', 'accept-encoding']);
  expect(gunzipSync(response.rawPayload).toString('utf8')).toBe(plain.text);
  expect(plain.headers['content-encoding']).toBeUndefined();
});

it('sends each event of a followed log at once, compressed too', async () => {
  await target.app.listen({ host: '127.0.0.1', port: 0 });
  const address = target.app.server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  const stop = new AbortController();
  const response = await fetch(`http://127.0.0.1:${address.port}/v1/events?follow=true&category=showtime`, {
    headers: { ...headers, 'accept-encoding': 'gzip' },
    signal: stop.signal,
  });
  expect(response.headers.get('content-encoding')).toBe('gzip');
  let text = '';
  const reading = response.body
    ?.pipeThrough(new TextDecoderStream())
    .pipeTo(
      new WritableStream({
        write: (chunk: string) => {
          text += chunk;
        },
      }),
    )
    .catch(() => undefined);
  await eventually(() => expect(text).toContain('SalesOpened'));
  await hold(target, cinema, { seatIds: ['A1'] });
  await eventually(() => expect(text).toContain('SeatsHeld'));
  stop.abort();
  await reading;
});

/** A connection that is read as it comes. */
const follow = async (query: string) => {
  if (!target.app.server.listening) await target.app.listen({ host: '127.0.0.1', port: 0 });
  const address = target.app.server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  let text = '';
  let ended = false;
  const socket = connect(address.port, '127.0.0.1');
  socket.on('data', (chunk) => {
    text += chunk.toString('utf8');
  });
  socket.on('close', () => {
    ended = true;
  });
  socket.write(
    `GET /v1/events?follow=true&${query} HTTP/1.1\r\nhost: x\r\nauthorization: ${headers.authorization}\r\n\r\n`,
  );
  return {
    types: () => [...text.matchAll(/"type":"([A-Z][A-Za-z]+)"/g)].map(([, type]) => type),
    text: () => text,
    ended: () => ended,
    socket,
  };
};

it('stays open and tells what happens, until the program drains', async () => {
  const reader = await follow('category=showtime');
  await eventually(() => expect(reader.types()).toEqual(['ShowtimeScheduled', 'SalesOpened']));
  await hold(target, cinema, { seatIds: ['A1'] });
  await eventually(() => expect(reader.types().at(-1)).toBe('SeatsHeld'));
  expect(reader.ended()).toBe(false);
  await target.app.close();
  await eventually(() => expect(reader.ended()).toBe(true));
});

it('says at once that it follows, before anything happens', async () => {
  const reader = await follow(`after=${target.log.events.at(-1)?.position}`);
  await eventually(() => expect(reader.text()).toContain('content-type: application/x-ndjson'));
  expect(reader.types()).toEqual([]);
  reader.socket.destroy();
});

it('follows from the end of the log', async () => {
  const reader = await follow('after=end');
  await eventually(() => expect(reader.text()).toContain('content-type: application/x-ndjson'));
  await hold(target, cinema, { seatIds: ['A1'] });
  await eventually(() => expect(reader.types()).toEqual(['SeatsHeld']));
  reader.socket.destroy();
});

it('stops following after the limit that was asked for', async () => {
  const reader = await follow('limit=3');
  await eventually(() => expect(reader.types()).toHaveLength(3));
  await hold(target, cinema, { seatIds: ['A1'] });
  expect(reader.types()).toHaveLength(3);
  reader.socket.destroy();
});
