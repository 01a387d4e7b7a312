import { v7 } from 'uuid';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { iso, onSaleMs } from '../../support/showtimes.ts';
import { type Cinema, call, openCinema } from '../support/cinema.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

const anId = expect.stringMatching(/^[0-9a-f-]{36}$/);

let target: TestApp;
let cinema: Cinema;

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

const post = (path: string, payload: object) =>
  call(target, {
    method: 'POST',
    url: `/v1/showtimes/${cinema.showtimeId}${path}`,
    payload,
    headers: cinema.admin,
  });
const historyFor = async (headers: object) => {
  const url = `/v1/showtimes/${cinema.showtimeId}/seats/A1/history`;
  const { status, body } = await call<{ items: object[] }>(target, { url, headers: { ...headers } });
  return [status, body.items];
};

it('shows why seats were blocked to the staff of the theater, and to nobody else', async () => {
  expect((await post('/seats/block', { seatIds: ['A1'], reason: 'Mrs Miller is unwell' })).status).toBe(200);
  const by = { role: 'admin', id: expect.any(String) };
  const cause = { by, causationId: anId, correlationId: anId };
  const blocked = { at: iso(onSaleMs), revision: 2, eventId: anId, what: 'blocked', ...cause };
  const staff = await target.bearer('staff', { theaterIds: [cinema.theaterId] });
  for (const headers of [cinema.admin, staff]) {
    expect(await historyFor(headers)).toEqual([200, [{ ...blocked, reason: 'Mrs Miller is unwell' }]]);
  }
  expect(await historyFor(await target.bearer('analyst'))).toEqual([200, [blocked]]);
  expect(await historyFor(await target.bearer('staff'))).toEqual([403, undefined]);
  expect(JSON.stringify(target.log.events)).not.toContain('Miller');
});

it('shows everybody why a show was cancelled, and keeps the words out of the log', async () => {
  const cancelled = await post('/cancel', { reason: 'The projector broke' });
  const cancellation = { reason: 'The projector broke' };
  expect([cancelled.status, cancelled.body.cancellation]).toEqual([200, cancellation]);
  const seen = await call(target, { url: `/v1/showtimes/${cinema.showtimeId}` });
  expect([seen.body.status, seen.body.cancellation]).toEqual(['cancelled', cancellation]);
  expect(JSON.stringify(target.log.events)).not.toContain('projector');
});

it('hides what older events hold in clear', async () => {
  const store = openMemoryEventStore({ log: target.log });
  const at = iso(onSaleMs);
  const metadata = { correlationId: v7(), causationId: v7(), actor: { role: 'staff' } } as const;
  const shared = { at, version: 1, metadata };
  await store.append({
    stream: `showtime-${cinema.showtimeId}`,
    expected: 'any',
    events: [
      {
        ...shared,
        id: v7(),
        type: 'SeatsBlocked',
        data: { seatIds: ['A1'], reason: 'Mr Brown has the flu' },
      },
      { ...shared, id: v7(), type: 'ShowtimeCancelled', data: { reason: 'Mr Brown again' } },
    ],
  });
  await store.close();
  const headers = await target.bearer('analyst');
  const { text } = await call(target, {
    url: '/v1/events?type=SeatsBlocked&type=ShowtimeCancelled',
    headers,
  });
  const lines = text.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line)).map(({ version, data }) => ({ version, data }))).toEqual([
    { version: 2, data: { seatIds: ['A1'], reason: { box: 'hidden' } } },
    { version: 2, data: { reason: { box: 'hidden' } } },
  ]);
  const { actor: by, ...ids } = metadata;
  const blocked = { at, revision: 2, eventId: anId, what: 'blocked', by, ...ids };
  expect(await historyFor(cinema.admin)).toEqual([200, [blocked]]);
  const seen = await call(target, { url: `/v1/showtimes/${cinema.showtimeId}` });
  expect([seen.body.status, seen.body.cancellation]).toEqual(['cancelled', undefined]);
});
