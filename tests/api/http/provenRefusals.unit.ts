/** A program whose server was deposed refuses nothing for good that was acknowledged through another program. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { type DeposableStore, deposable } from '../../support/deposed.ts';
import { iso, minutes, startsAtMs, uuid } from '../../support/showtimes.ts';
import { type Cinema, call, hold, openCinema, problemOf } from '../support/cinema.ts';
import { book, freshKey, orderOf, sell } from '../support/sales.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let one: TestApp;
let other: TestApp;
let cinema: Cinema;
let server: DeposableStore;

beforeEach(async () => {
  const log = createMemoryLog();
  other = await openTestApp({ log });
  cinema = await openCinema(other);
  one = await openTestApp({
    log,
    wrap: (store) => {
      server = deposable(store);
      return server;
    },
  });
});
afterEach(async () => {
  await one.close();
  await other.close();
});

const heldElsewhere = async (seatId: string) => {
  const made = await hold(other, cinema, { seatIds: [seatId] });
  return { url: `/v1/holds/${made.body.holdId}`, headers: { 'hold-token': made.body.holdToken }, made };
};

/** The program knows the showtime, and nothing of what follows. */
const depose = async (): Promise<void> => {
  await hold(one, cinema, { seatIds: ['A1'] });
  await server.depose();
};

describe('while its server answers from an old log, a program', () => {
  it('shows a hold that was made elsewhere', async () => {
    await depose();
    const { url, headers } = await heldElsewhere('A2');
    expect((await call(one, { url, headers })).status).toBe(200);
  });

  it('extends and releases a hold that was made elsewhere', async () => {
    await depose();
    const { url, headers } = await heldElsewhere('A2');
    expect((await call(one, { method: 'POST', url: `${url}/extend`, headers })).status).toBe(200);
    await server.depose();
    const later = await heldElsewhere('A3');
    expect((await call(one, { method: 'DELETE', url: later.url, headers: later.headers })).status).toBe(204);
  });

  it('holds seats that were given back elsewhere', async () => {
    const { url, headers } = await heldElsewhere('A2');
    await depose();
    expect((await call(other, { method: 'DELETE', url, headers })).status).toBe(204);
    expect((await hold(one, cinema, { seatIds: ['A2'] })).status).toBe(201);
  });

  it('shows, quotes and cancels a booking that was made elsewhere', async () => {
    await depose();
    const sold = await sell(other, cinema, ['A2']);
    expect((await call(one, { url: sold.url, headers: sold.access })).status).toBe(200);
    await server.depose();
    const second = await sell(other, cinema, ['A3']);
    const cancelled = await call(one, {
      method: 'POST',
      url: `${second.url}/cancel`,
      headers: { ...second.access, ...freshKey() },
      payload: {},
    });
    expect(cancelled.status).toBe(200);
  });

  it('takes the payment for a hold that was made elsewhere', async () => {
    await depose();
    const { made } = await heldElsewhere('A2');
    expect((await book(one, orderOf(made.body.holdToken))).status).toBe(201);
  });

  it('admits a ticket that was sold elsewhere, and records no refused scan', async () => {
    await depose();
    const sold = await sell(other, cinema, ['A2']);
    const { text } = await call(other, { url: `${sold.url}/ticket`, headers: sold.access });
    const { code }: { code: string } = JSON.parse(text);
    one.clock.advance(startsAtMs - minutes(20) - one.clock.nowMs());
    const headers = await one.bearer('gate', { theaterIds: [cinema.theaterId] });
    const admitted = await call(one, { method: 'POST', url: '/v1/checkins', headers, payload: { code } });
    expect(admitted.status).toBe(200);
    const scans = await call(one, { url: `/v1/checkins/failed?showtimeId=${cinema.showtimeId}`, headers });
    expect(scans.body).toEqual({ items: [], nextCursor: null });
  });

  it('lets nobody act for another theater on what was made elsewhere', async () => {
    await depose();
    const startsAt = iso(startsAtMs + minutes(600));
    const made = await call<{ id: string }>(other, {
      method: 'POST',
      url: '/v1/showtimes',
      headers: cinema.admin,
      payload: { ...cinema.showtime, startsAt },
    });
    expect(made.status).toBe(201);
    const headers = await one.bearer('staff', { theaterIds: [uuid(777)] });
    const url = `/v1/showtimes/${made.body.id}`;
    for (const request of [
      { method: 'POST', url: `${url}/cancel`, payload: { reason: 'none of ours' } },
      { method: 'GET', url: `${url}/seats?revision=0` },
    ] as const) {
      expect(problemOf(await call(one, { ...request, headers }))).toBe('404 not-found');
      await server.depose();
    }
    const { body } = await call<{ status: string }>(other, { url });
    expect(body.status).not.toBe('cancelled');
  });

  it('refuses in the same way once it is sure', async () => {
    await depose();
    const gone = `/v1/showtimes/${uuid(404)}`;
    expect(problemOf(await call(one, { url: gone }))).toBe('404 not-found');
    await hold(other, cinema, { seatIds: ['A2'] });
    expect(problemOf(await hold(one, cinema, { seatIds: ['A2'] }))).toBe('409 seats-unavailable');
  });

  it('says that it cannot tell while there is no proof', async () => {
    await depose();
    server.cutOff = true;
    const { url, headers } = await heldElsewhere('A2');
    for (const answer of [await call(one, { url, headers }), await hold(one, cinema, { seatIds: ['A1'] })]) {
      expect(problemOf(answer)).toBe('503 temporarily-unavailable');
      expect(answer.headers['retry-after']).toMatch(/^[12]$/);
    }
  });

  it('answers what is not final without a proof', async () => {
    await depose();
    const before = server.proofs;
    for (const url of [`/v1/showtimes/${cinema.showtimeId}`, `/v1/showtimes/${cinema.showtimeId}/seats`]) {
      expect((await call(one, { url })).status).toBe(200);
    }
    expect(server.proofs).toBe(before);
  });
});
