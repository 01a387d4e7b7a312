/** Over HTTP: streams that readers of the log have parked are listed, retried and skipped, by admins, and answers say so. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Parked } from '../../../src/following/parkedLists.ts';
import { positionBefore } from '../../../src/ports/EventStore.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { iso, startsAtMs } from '../../support/showtimes.ts';
import { type Cinema, call, hold, openCinema, problemOf } from '../support/cinema.ts';
import { freshKey } from '../support/sales.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
});
afterEach(() => target.close());

const list = '/v1/ops/parked';
const reason = 'written by a broken build';
const get = (url: string, headers: Readonly<Record<string, string>> = cinema.admin) =>
  call<Record<string, unknown>>(target, { url, headers });
const post = (url: string, body?: object, headers: object = {}) =>
  call<Record<string, unknown>>(target, {
    method: 'POST',
    url,
    headers: { ...cinema.admin, ...headers },
    ...(body === undefined ? {} : { payload: body }),
  });

const parkOne = async (reader: string, more: Partial<Parked> = {}): Promise<Parked> => {
  const stream = `showtime-${cinema.showtimeId}`;
  const [event] = await target.deps.events.readStream(stream, { fromRevision: 1, maxCount: 1 });
  if (event === undefined) throw new Error('the showtime has no second event');
  const { position, revision, type } = event;
  const parked: Parked = {
    stream,
    reader,
    kind: 'read-model',
    position,
    revision,
    type,
    error: 'no',
    ...more,
  };
  target.parkedStreams.push(parked);
  return parked;
};

describe('the list', () => {
  it('shows what is parked, since when and how much waits, page by page', async () => {
    expect((await get(list)).body).toEqual({ items: [], nextCursor: null });
    const one = await parkOne('availability', { waiting: 3 });
    const two = await parkOne('refunds', { kind: 'reaction' });
    const [, event] = await target.deps.events.readStream(one.stream);
    const shown = (parked: Parked) => ({ ...parked, since: event?.at, waiting: parked.waiting ?? null });
    const first = (await get(`${list}?limit=1`)).body;
    expect(first).toEqual({ items: [shown(one)], nextCursor: expect.any(String) });
    const second = (await get(`${list}?limit=1&cursor=${String(first.nextCursor)}`)).body;
    expect(second).toEqual({ items: [shown(two)], nextCursor: null });
  });

  it('and what it offers are for admins', async () => {
    const { stream } = await parkOne('availability');
    const staff = await target.bearer('staff', { theaterIds: [cinema.theaterId] });
    expect((await get(list, staff)).status).toBe(403);
    for (const verb of ['retry', 'skip'])
      expect((await post(`${list}/${stream}/${verb}`, { reason }, staff)).status).toBe(403);
  });
});

describe('a parked stream', () => {
  it('is skipped with a reason that no one reads in the log, once for each reader and key', async () => {
    const { stream, position, revision, type } = await parkOne('availability');
    await parkOne('search');
    const key = freshKey();
    const first = await post(`${list}/${stream}/skip`, { reason }, key);
    const place = { position, revision, type };
    expect([first.status, first.body]).toEqual([
      202,
      {
        ...{ stream, askedAt: expect.any(String) },
        readers: [
          { reader: 'availability', ...place },
          { reader: 'search', ...place },
        ],
      },
    ]);
    expect(first.headers['marquee-position']).toMatch(/^[0-9]{20}$/);
    const recorded = await target.deps.events.readStream(`parking-${stream}`);
    expect(recorded.map((event) => [event.type, event.metadata.actor.role])).toEqual([
      ['ParkedEventSkipped', 'admin'],
      ['ParkedEventSkipped', 'admin'],
    ]);
    expect(JSON.stringify(recorded)).not.toContain(reason);

    target.parkedStreams.length = 0;
    const again = await post(`${list}/${stream}/skip`, { reason }, key);
    expect([again.text, again.headers['idempotency-replayed']]).toEqual([first.text, 'true']);
    expect(problemOf(await post(`${list}/${stream}/skip`, { reason }))).toBe('409 not-parked');
    expect(await target.deps.events.readStream(`parking-${stream}`)).toHaveLength(2);
  });

  it('is retried, by one of its readers where one is named', async () => {
    const { stream } = await parkOne('availability');
    await parkOne('search');
    expect((await post(`${list}/${stream}/retry`)).body).toEqual({
      ...{ stream, askedAt: expect.any(String) },
      readers: [{ reader: 'availability' }, { reader: 'search' }],
    });
    const named = await post(`${list}/${stream}/retry`, { reader: 'search', reason });
    expect(named.body).toEqual({
      ...{ stream, askedAt: expect.any(String) },
      readers: [{ reader: 'search' }],
    });
    expect(problemOf(await post(`${list}/${stream}/retry`, { reader: 'holds' }))).toBe('409 not-parked');
  });

  it('is not skipped without a reason, and must be the name of a stream', async () => {
    const { stream } = await parkOne('availability');
    expect(problemOf(await post(`${list}/${stream}/skip`, {}))).toBe('400 invalid-request');
    expect(problemOf(await post(`${list}/customer-ada@example.org/skip`, { reason }))).toBe(
      '400 invalid-request',
    );
  });
});

describe('a showtime with an event that cannot be read', () => {
  it('is shown as it was before the event, and says since when; others say nothing', async () => {
    await hold(target, cinema, { seatIds: ['A1'] });
    const url = `/v1/showtimes/${cinema.showtimeId}`;
    const [whole, seats] = [(await get(url)).body, (await get(`${url}/seats?view=compact`)).body];
    const position = await appendEvents(target.deps.events, `showtime-${cinema.showtimeId}`, {
      type: 'SeatsHeld',
      version: 99,
      data: {},
    });
    await target.deps.position.waitFor(position, 5_000);
    const stale = { since: '2026-11-30T12:00:00.000Z', position: positionBefore(position, 1) };
    expect((await get(url)).body).toEqual({ ...whole, stale });
    expect((await get(`${url}/seats?view=compact`)).body).toEqual({ ...seats, stale });
    const full = (await get(`${url}/seats`)).body;
    expect([full.stale, full.revision]).toEqual([stale, seats.revision]);
    const startsAt = iso(startsAtMs + 86_400_000);
    const other = await post('/v1/showtimes', { ...cinema.showtime, startsAt });
    const { id } = other.body;
    expect((await get(`/v1/showtimes/${String(id)}`)).body.stale).toBeUndefined();
  });
});
