/** Over HTTP: what came to a stop is shown to admins without naming anybody, and set going again, once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { uuid } from '../../support/showtimes.ts';
import { type Cinema, call, openCinema, problemOf } from '../support/cinema.ts';
import { freshKey, person, sell } from '../support/sales.ts';
import { bookingShown, gbp, historyOf, saleHistory } from '../support/shown.ts';
import { openTestApp, type TestApp } from '../support/testApp.ts';

let target: TestApp;
let cinema: Cinema;
let sold: Awaited<ReturnType<typeof sell>>;

beforeEach(async () => {
  target = await openTestApp();
  cinema = await openCinema(target);
  sold = await sell(target, cinema, ['A1', 'A2']);
});
afterEach(() => target.close());

interface Listed {
  readonly items: readonly Record<string, unknown>[];
  readonly nextCursor: string | null;
}
const get = (url: string, headers = cinema.admin) => call<Listed>(target, { url, headers });
const post = (url: string, headers: object = {}) =>
  call<{ type?: string }>(target, { method: 'POST', url, headers: { ...cinema.admin, ...headers } });

describe('stuck payments', () => {
  const list = '/v1/ops/stuck-payments';
  const retryOf = (bookingId: string) => `${list}/${bookingId}/retry`;

  it('are shown once the gateway has turned them down too often, and tried again when staff say so', async () => {
    const { bookingId } = sold.booking;
    target.office.bank.refuse('refund');
    expect((await get(list)).body).toEqual({ items: [], nextCursor: null });
    await target.office.until(
      call(target, {
        method: 'POST',
        url: `${sold.url}/cancel`,
        headers: { ...freshKey(), ...sold.access },
      }),
    );
    await target.office.until(target.office.driver.drive(bookingId, { forMs: 140_000 }));
    const { body, text } = await get(list);
    expect(body.items).toEqual([
      { bookingId, step: 'refund', since: expect.any(String), tries: 8, reason: 'try_again_later' },
    ]);
    expect(text).not.toContain(person.email);
    const errors = target.office.errors();
    expect(errors).toEqual([
      [{ bookingId, step: 'refund', tries: 8, code: 'try_again_later' }, expect.any(String)],
    ]);

    target.office.bank.refuse();
    const key = freshKey();
    const first = await target.office.until(post(retryOf(bookingId), key));
    expect([first.status, first.body]).toEqual([202, { bookingId, retriedAt: expect.any(String) }]);
    expect(first.headers['marquee-position']).toMatch(/^[0-9]{20}$/);
    await target.office.until(target.office.driver.drive(bookingId, { forMs: 10_000 }));
    expect((await get(list)).body.items).toEqual([]);
    const seen = await call(target, { url: sold.url, headers: sold.access });
    const refund = { amount: gbp(2_280), percent: 95, status: 'done' };
    expect(seen.body).toEqual(
      bookingShown(cinema, bookingId, ['A1', 'A2'], {
        status: 'cancelled',
        refund,
        cancellations: [{ seatIds: ['A1', 'A2'], refund, by: 'customer' }],
        payment: { status: 'refunded', method: 'card', captured: gbp(2_400), refunded: gbp(2_280) },
        history: historyOf(
          ...[...saleHistory, 'seats-cancelled', 'cancelled', 'seats-released'],
          ...Array.from({ length: 8 }, () => 'refund-failed'),
          'refunded',
        ),
      }),
    );
    const again = await post(retryOf(bookingId), key);
    expect([again.text, again.headers['idempotency-replayed']]).toEqual([first.text, 'true']);
    expect(problemOf(await post(retryOf(bookingId)))).toBe('409 nothing-stuck');
  });

  it('are for admins alone', async () => {
    expect(problemOf(await get(list, await target.bearer('analyst')))).toBe('403 forbidden');
    expect(problemOf(await post(retryOf(sold.booking.bookingId), await target.bearer('staff')))).toBe(
      '403 forbidden',
    );
    expect(problemOf(await post(retryOf(cinema.showtimeId)))).toBe('404 not-found');
    expect(problemOf(await post(retryOf('x')))).toBe('400 invalid-request');
  });
});

describe('parked messages', () => {
  const list = '/v1/ops/parked-messages';

  it('are shown and sent after all, once for each time they were given up', async () => {
    const { bookingId } = sold.booking;
    const messageId = `${bookingId}.5`;
    const message = { messageId, kind: 'booking-confirmed' } as const;
    await target.deps.commands.notifications.execute(
      bookingId,
      {
        type: 'SettleNotification',
        outcome: { type: 'NotificationParked', data: { ...message, why: 'refused' } },
      },
      { correlationId: 'c', causationId: 'c', actor: { role: 'system' } },
    );
    const { body, text } = await get(list);
    expect(body.items).toEqual([
      {
        id: messageId,
        bookingId,
        kind: 'booking-confirmed',
        why: 'refused',
        parkedAt: expect.any(String),
      },
    ]);
    expect(text).not.toContain(person.email);
    const key = freshKey();
    const first = await post(`${list}/${messageId}/retry`, key);
    expect([first.status, first.body]).toEqual([
      202,
      { id: messageId, bookingId, retriedAt: expect.any(String) },
    ]);
    expect((await get(list)).body.items).toEqual([]);
    expect((await post(`${list}/${messageId}/retry`, key)).text).toBe(first.text);
    expect(problemOf(await post(`${list}/${messageId}/retry`))).toBe('404 not-found');
  });

  it('name the booking that they are about, whatever stream they come of', async () => {
    const { bookingId } = sold.booking;
    const recoveryId = uuid(0x99);
    const [messageId, kind] = [`${recoveryId}.0`, 'booking-access-code'] as const;
    const context = { correlationId: 'c', causationId: 'c', actor: { role: 'system' } } as const;
    const { notifications } = target.deps.commands;
    const message = {
      ...{ messageId, kind, recipient: { customerId: 'customer' }, about: { bookingId } },
      source: { eventId: uuid(0x98), stream: `recovery-${recoveryId}`, revision: 0 },
      owedAt: '2026-11-30T12:00:00.000Z',
    };
    await notifications.execute(recoveryId, { type: 'RequestNotification', message }, context);
    const delay = { messageId, kind, tries: 1, retryAt: '2026-11-30T12:00:05.000Z' };
    await notifications.execute(recoveryId, { type: 'DelayNotification', ...delay }, context);
    const outcome = { type: 'NotificationParked', data: { messageId, kind, why: 'too-late' } } as const;
    await notifications.execute(recoveryId, { type: 'SettleNotification', outcome }, context);
    expect((await get(list)).body.items).toEqual([
      { id: messageId, bookingId, kind, parkedAt: '2026-11-30T19:00:00.000Z', why: 'too-late' },
    ]);
    const key = freshKey();
    const retried = await post(`${list}/${messageId}/retry`, key);
    expect(retried.body).toEqual({ id: messageId, bookingId, retriedAt: expect.any(String) });
    await notifications.execute(
      recoveryId,
      { type: 'SettleNotification', outcome: { type: 'NotificationSent', data: { messageId, kind } } },
      context,
    );
    expect((await post(`${list}/${messageId}/retry`, key)).text).toBe(retried.text);
  });

  it('are for admins alone', async () => {
    expect(problemOf(await get(list, await target.bearer('staff')))).toBe('403 forbidden');
    const url = `${list}/${sold.booking.bookingId}.5/retry`;
    expect(problemOf(await post(url, await target.bearer('gate')))).toBe('403 forbidden');
    expect(problemOf(await post(`${list}/../secret/retry`))).toBe('404 not-found');
    expect(problemOf(await post(`${list}/${sold.booking.bookingId}/retry`))).toBe('400 invalid-request');
  });
});
