/**
 * Questions that make no sense, methods that nobody offers, and bytes that are not even HTTP: refused in HTTP, never
 * with a 5xx that is not of the contract, and nothing stored.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cleanUp } from '../support/program.ts';
import { call, problemOf } from './support/api.ts';
import { faultOf, faultsOf, openTarget, send, type Target, writesOf } from './support/target.ts';

let target: Target;

beforeAll(async () => {
  target = await openTarget();
});
afterAll(cleanUp);

describe('reads', () => {
  it('with absurd questions are refused', async () => {
    const { showtimeId, movieId, theaterId, hallId } = target.cinema;
    const paged = [
      '/v1/movies',
      '/v1/theaters',
      '/v1/showtimes',
      `/v1/movies/${movieId}/showtimes`,
      `/v1/theaters/${theaterId}/showtimes`,
      `/v1/showtimes/${showtimeId}/seats/A1/history`,
    ];
    const pages = [
      'limit=0',
      'limit=-1',
      'limit=101',
      'limit=1e9',
      'limit=abc',
      'limit=',
      'limit=1&limit=2',
      'limit=9007199254740993',
      'cursor=',
      'cursor=%00',
      'cursor=nonsense',
      'cursor=eyJhIjoxfQ',
      `cursor=${'x'.repeat(600)}`,
      'cursor=%F0%9F%92%A9',
      'unknown=1',
      '__proto__=1',
      'constructor=1',
    ];
    const dates = ['date=2026-02-30', 'date=yesterday', 'date=', 'date=2026-1-1', 'date=%00'];
    const places = [
      'near=91,0',
      'near=0,181',
      'near=a,b',
      'near=1',
      'near=1,2,3',
      'near=NaN,NaN',
      'radiusKm=5',
      'near=0,0&radiusKm=-1',
      'near=0,0&radiusKm=1e3',
      'near=0,0&radiusKm=99999',
    ];
    const seats = [
      'view=x',
      'since=-1',
      'since=abc',
      'since=1&wait=26',
      'wait=5',
      'since=1e99',
      'revision=-1',
      'revision=1.5',
      'asOf=now',
      'asOf=2026-13-01T00:00:00Z',
      'revision=1&asOf=2026-01-01T00:00:00Z',
      'revision=99999999999999999999',
    ];
    const log = [
      'after=1',
      'after=-1',
      'after=abc',
      'limit=0',
      'limit=10001',
      'follow=maybe',
      'category=%00',
      'category=UPPER',
      'type=%27;drop',
      'stream=',
      `stream=${'x'.repeat(300)}`,
      `after=${'9'.repeat(21)}`,
      Array.from({ length: 21 }, (_, index) => `stream=s${index}`).join('&'),
    ];
    const ids = [
      'x',
      '%00',
      '%',
      '%ff',
      '..',
      '__proto__',
      'x'.repeat(300),
      randomUUID(),
      randomUUID().toUpperCase(),
    ];
    const asked = [
      ...paged.flatMap((path) => pages.map((query) => `${path}?${query}`)),
      ...['/v1/movies', '/v1/showtimes'].flatMap((path) =>
        [...dates, ...places].map((query) => `${path}?${query}`),
      ),
      ...places.map((query) => `/v1/theaters?${query}`),
      ...seats.map((query) => `/v1/showtimes/${showtimeId}/seats?${query}`),
      ...log.map((query) => `/v1/events?${query}`),
      ...ids
        .filter((id) => id !== '..')
        .flatMap((id) => [
          `/v1/movies/${id}`,
          `/v1/theaters/${id}`,
          `/v1/theaters/${id}/halls`,
          `/v1/showtimes/${id}`,
          `/v1/showtimes/${id}/seats`,
          `/v1/showtimes/${id}/layout`,
          `/v1/halls/${id}/layouts/1`,
          `/v1/holds/${id}`,
          `/v1/showtimes/${showtimeId}/seats/${id}/history`,
        ]),
      ...['0', '-1', '2', 'abc', '99999999999999999999', '1.0'].map(
        (version) => `/v1/halls/${hallId}/layouts/${version}`,
      ),
      '/v1/nothing',
      '/v1/../etc/passwd',
      '//',
      '/..%2f..%2fetc%2fpasswd',
      `/${'x/'.repeat(3_000)}`,
    ];
    const attacks = asked.map(
      (path) => async () => faultOf(`GET ${path.slice(0, 200)}`, await send(target, 'GET', path)),
    );
    expect(await faultsOf(attacks)).toEqual([]);
  }, 60_000);

  it('of positions that are none, or beyond the end of the log, are refused', async () => {
    for (const path of ['/v1/movies', `/v1/showtimes/${target.cinema.showtimeId}/seats`, '/v1/events']) {
      for (const position of ['1', '-1', 'x'.repeat(20), '9'.repeat(21), '0x000000000000000000']) {
        const answer = await send(target, 'GET', path, undefined, { 'marquee-min-position': position });
        expect(faultOf(`GET ${path} from ${position}`, answer)).toEqual([]);
      }
      const future = { 'marquee-min-position': '9'.repeat(20) };
      const answer = await call(target.program.url, 'GET', path, { token: target.token, headers: future });
      expect([path, answer.status, problemOf(answer)]).toEqual([path, 400, 'invalid-request']);
    }
    for (const after of ['9'.repeat(20), '09223372036854775808']) {
      const answer = await send(target, 'GET', `/v1/events?after=${after}`);
      expect([200, 400]).toContain(answer.status);
    }
  }, 60_000);

  it('and writes with a method that nobody offers are refused', async () => {
    const attacks = writesOf(target).flatMap(({ path, body }) =>
      ['PATCH', 'OPTIONS', 'PROPFIND'].map(
        (method) => async () =>
          faultOf(`${method} ${path}`, await send(target, method, path, JSON.stringify(body))),
      ),
    );
    expect(await faultsOf(attacks)).toEqual([]);
  });
});

/** Writes bytes, says what came back until the server hung up. */
const speak = async (said: string): Promise<string> => {
  const { hostname, port } = new URL(target.program.url);
  const socket = connect(Number(port), hostname);
  const chunks: string[] = [];
  socket.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  // A server that hangs up in the middle of a long sentence resets the connection.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.end(said);
  await once(socket, 'close', { signal: AbortSignal.timeout(20_000) });
  return chunks.join('');
};

it('what is not even HTTP is answered in HTTP, and never by an error of ours', async () => {
  const host = 'host: x';
  const path = `/v1/showtimes/${target.cinema.showtimeId}/holds`;
  const json = 'content-type: application/json';
  const hostless = 'GET /v1/movies HTTP/1.1\r\n\r\n';
  const sentences = [
    'hello\r\n\r\n',
    `GET / HTTP/9.9\r\n${host}\r\n\r\n`,
    hostless,
    `GET /v1/movies HTTP/1.1\r\n${host}\r\nbad header\r\n\r\n`,
    `GET /v1/movies HTTP/1.1\r\n${host}\r\nx: \0\r\n\r\n`,
    `GET /v1/movies HTTP/1.1\r\n${host}\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`,
    `GET /${'y'.repeat(100_000)} HTTP/1.1\r\n${host}\r\n\r\n`,
    `POST ${path} HTTP/1.1\r\n${host}\r\n${json}\r\ncontent-length: -5\r\n\r\n{}`,
    `POST ${path} HTTP/1.1\r\n${host}\r\n${json}\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n{}`,
    `POST ${path} HTTP/1.1\r\n${host}\r\n${json}\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}`,
    `POST ${path} HTTP/1.1\r\n${host}\r\n${json}\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
    `POST ${path} HTTP/1.1\r\n${host}\r\n${json}\r\ntransfer-encoding: gzip\r\n\r\n{}`,
  ];
  for (const sentence of sentences) {
    const answer = await speak(sentence);
    expect([sentence.slice(0, 80), answer.split('\r\n')[0]]).toEqual([
      sentence.slice(0, 80),
      expect.stringMatching(/^HTTP\/1\.1 4\d\d /),
    ]);
    // A request without a host is refused by Node before the program sees it, and without a word.
    const isHostless = sentence === hostless;
    expect([sentence.slice(0, 80), answer.toLowerCase().includes('application/problem+json')]).toEqual([
      sentence.slice(0, 80),
      !isHostless,
    ]);
  }
});

it('leaves nothing in the log, no error of ours, and a program that sells and stops as before', () =>
  target.expectUnharmed());
