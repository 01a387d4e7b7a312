/** Each message once per event: over repeats, rebuilt read models, outages and crashes, on a real Postgres. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTheaterTexts } from '../../../src/commands/theater/theaterTexts.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import { EventStoreUnavailable } from '../../../src/ports/EventStore.ts';
import { KeyStoreUnavailable } from '../../../src/ports/KeyStore.ts';
import { MessageRefused, NotifierUnavailable } from '../../../src/ports/Notifier.ts';
import { sendNotificationsLimits } from '../../../src/processes/notification/sendNotifications.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { hallBuilt, layoutDrawn } from '../../projections/catalog/catalogEvents.ts';
import { attempted, cancelled, initiated, refundIssued } from '../../support/bookings.ts';
import { onSale, scheduledData, showtimeId, smallHall } from '../../support/showtimes.ts';
import { pdf, person, type Stage } from './stage.ts';
import { stagesForEach } from './stagesForEach.ts';

const { sent, faults, open, closeAll } = stagesForEach();
let bookingId: string;
let customerId: string;

beforeEach(() => {
  bookingId = randomUUID();
  customerId = randomUUID();
});

const kinds = () => sent.map(({ kind }) => kind);
const settled = async (stage: Stage) =>
  (await stage.events.readStream(`notification-${bookingId}`))
    .filter(({ type }) => type !== 'NotificationRequested')
    .map(({ type, data }) => ({ type, data }));

describe('a customer', () => {
  it('gets the confirmation with the ticket', async () => {
    const stage = await open();
    await stage.book(bookingId, customerId);
    await stage.settleAll();
    expect(sent).toEqual([
      {
        id: `${bookingId}.5`,
        kind: 'booking-confirmed',
        to: { name: person.name, email: person.email },
        subject: 'Your tickets for Amélie (ABC-DEF-GHJ)',
        text: expect.stringContaining('Seats: A1, A2'),
        attachments: [{ filename: 'ticket-ABC-DEF-GHJ.pdf', contentType: 'application/pdf', content: pdf }],
      },
    ]);
    const message = { messageId: `${bookingId}.5`, kind: 'booking-confirmed' };
    expect(await settled(stage)).toEqual([{ type: 'NotificationSent', data: message }]);
    const [source] = await stage.events.readStream(`booking-${bookingId}`, { fromRevision: 5 });
    const [requested, sentEvent] = await stage.events.readStream(`notification-${bookingId}`);
    expect(requested?.data).toEqual({
      ...message,
      recipient: { customerId },
      source: { eventId: source?.id, stream: `booking-${bookingId}`, revision: 5 },
      about: { bookingId },
      owedAt: source?.at,
    });
    expect([requested, sentEvent].map((each) => each?.metadata)).toEqual([
      { correlationId: 'test', causationId: source?.id, actor: { role: 'system' } },
      { correlationId: 'test', causationId: requested?.id, actor: { role: 'system' } },
    ]);
  });

  it('gets cancellation and refund, in order and once each', async () => {
    const stage = await open();
    await stage.book(bookingId, customerId);
    await stage.happened(bookingId, cancelled(), refundIssued());
    await stage.settleAll();
    await stage.settleAll();
    expect(kinds()).toEqual(['booking-confirmed', 'booking-cancelled', 'refund-issued']);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(3);
    expect(sent[2]?.attachments).toEqual([]);
  });

  it('hears why the cinema called the show off, of seats as they are printed', async () => {
    const stage = await open();
    const reason = await createTheaterTexts(stage.keyStore).seal(scheduledData().theaterId, 'No power.');
    const seats = smallHall.map((each) => ({ ...each, rowLabel: `Ä ${each.row}` }));
    const { hallId } = scheduledData();
    const drawn = [hallBuilt(0xc, 0xb, 'One'), layoutDrawn(0xc, 1, seats)];
    await appendEvents(stage.events, `hall-${hallId}`, ...drawn);
    const calledOff = [...onSale(), { type: 'ShowtimeCancelled', data: { reason } }] as const;
    await appendEvents(stage.events, `showtime-${showtimeId}`, ...calledOff);
    await stage.book(bookingId, customerId);
    await stage.happened(bookingId, cancelled({ seatIds: ['A1', 'A2'], by: 'cinema', percent: 100 }));
    await stage.settleAll();
    expect(sent.map(({ text }) => text.includes('Ä A1, Ä A2'))).toEqual([true, true]);
    expect(sent.map(({ text }) => text.includes('The cinema gave this reason: No power.'))).toEqual([
      false,
      true,
    ]);
  });

  it.each([
    ['seats-taken', ['booking-failed']],
    ['payment-failed', ['booking-failed']],
    ['showtime-cancelled', ['booking-failed']],
    ['hold-expired', []],
    ['hold-released', []],
  ] as const)('of a booking that ended by %s hears %j', async (why, expected) => {
    const stage = await open();
    const customer = await stage.keyStore.seal(customerId, person);
    const start: readonly BookingEvent[] = [initiated(bookingId, customer), attempted(customer)];
    await stage.happened(bookingId, ...start, { type: 'BookingExpired', data: { why } });
    await stage.settleAll();
    expect(kinds()).toEqual(expected);
  });

  it('whose booking was cancelled before the confirmation went out gets no ticket', async () => {
    const stage = await open();
    await stage.book(bookingId, customerId);
    const all = cancelled({ seatIds: ['A1', 'A2'] });
    await stage.happened(bookingId, all, { type: 'BookingCancelled', data: {} });
    await stage.settleAll();
    expect(kinds()).toEqual(['booking-confirmed', 'booking-cancelled']);
    expect(sent[0]?.attachments).toEqual([]);
    expect(sent[0]?.text).toContain('Seats: A1, A2');
  });

  it('gets nothing more once erased, and the log says so without naming anybody', async () => {
    const stage = await open();
    await stage.book(bookingId, customerId);
    await stage.settleAll();
    await stage.happened(bookingId, cancelled());
    await stage.keyStore.destroy(customerId);
    await stage.settleAll();
    expect(kinds()).toEqual(['booking-confirmed']);
    expect((await settled(stage)).map(({ type }) => type)).toEqual([
      'NotificationSent',
      'NotificationWithheld',
    ]);
    expect(stage.logged()).toContain('sent no message: the customer was erased');
  });
});

describe('a message goes out once', () => {
  it('however often the read model is rebuilt', async () => {
    const first = await open();
    await first.book(bookingId, customerId);
    await first.happened(bookingId, cancelled());
    await first.settleAll();
    await closeAll();
    const second = await open({ log: first.log, keys: first.keys });
    await second.settleAll();
    expect(kinds()).toEqual(['booking-confirmed', 'booking-cancelled']);
  });

  it('while the outbox has not heard yet that it was sent', async () => {
    const cause = { id: 'cause', correlationId: 'test' };
    const owed = {
      messageId: `${bookingId}.5`,
      bookingId,
      kind: 'booking-confirmed',
      tries: 0,
      cause,
    } as const;
    const stage = await open();
    const stale = { ...owed, owedAtMs: stage.clock.nowMs() };
    const behind = await open({
      log: stage.log,
      keys: stage.keys,
      wrap: (deps) => ({ ...deps, due: async () => [stale] }),
    });
    await stage.book(bookingId, customerId);
    await stage.settleAll();
    await behind.pass();
    expect(kinds()).toEqual(['booking-confirmed']);
  });

  it('and once more, under the same id, when the program dies before it could be recorded', async () => {
    const dying = await open({
      wrap: (deps) => ({
        ...deps,
        notifications: {
          readCurrent: (id) => deps.notifications.readCurrent(id),
          execute: () => Promise.reject(new Error('killed')),
        },
      }),
    });
    await dying.book(bookingId, customerId);
    await expect(dying.pass()).rejects.toThrow(EventStoreUnavailable);
    expect(kinds()).toEqual(['booking-confirmed']);
    const next = await open({ log: dying.log, keys: dying.keys });
    await next.settleAll();
    expect(kinds()).toEqual(['booking-confirmed', 'booking-confirmed']);
    expect(sent[1]).toEqual(sent[0]);
    expect(await settled(next)).toHaveLength(1);
  });

  it('when only the recording fails for a while and the program lives', async () => {
    let away = true;
    const stage = await open({
      wrap: (deps) => ({
        ...deps,
        notifications: {
          readCurrent: (id) => deps.notifications.readCurrent(id),
          execute: async (...call) => {
            if (away) return { outcome: 'unavailable', why: 'test', retryAfterMs: 1 };
            return deps.notifications.execute(...call);
          },
        },
      }),
    });
    await stage.book(bookingId, customerId);
    for (let passes = 0; passes < 5; passes += 1) {
      await expect(stage.pass()).rejects.toThrow(EventStoreUnavailable);
    }
    away = false;
    await stage.settleAll();
    expect(kinds()).toEqual(['booking-confirmed']);
    expect(await settled(stage)).toHaveLength(1);
  });
});

describe('a message that does not go out', () => {
  const parked = async (stage: Stage) => (await stage.outbox.parkedMessages({ limit: 10 })).items;

  it('holds up no other booking, and goes out once it can', async () => {
    const other = randomUUID();
    const stage = await open({
      wrap: (deps) => ({
        ...deps,
        notifier: {
          send: async (message) => {
            if (message.id.startsWith(bookingId) && deps.clock.nowMs() < mendedMs)
              throw new NotifierUnavailable('450');
            await deps.notifier.send(message);
          },
        },
      }),
    });
    const mendedMs = stage.clock.nowMs() + 60_000;
    await stage.book(bookingId, customerId);
    await stage.happened(bookingId, cancelled());
    await stage.pass();
    await stage.book(other, randomUUID());
    await stage.pass();
    expect(sent.map(({ id }) => id)).toEqual([`${other}.5`]);
    await stage.settleAll(200);
    // What comes later for the same booking waited for the first.
    expect(kinds()).toEqual(['booking-confirmed', 'booking-confirmed', 'booking-cancelled']);
    expect(await parked(stage)).toEqual([]);
  });

  it('pauses 5 s, 20 s, 80 s, and so on up to an hour', async () => {
    const stage = await open();
    await stage.book(bookingId, customerId);
    const pausesMs = [5_000, 20_000, 80_000, 320_000, 1_280_000, 3_600_000, 3_600_000];
    faults.push(...Array.from({ length: 1 + pausesMs.length }, () => new NotifierUnavailable('away')));
    await stage.pass();
    for (const [place, pauseMs] of pausesMs.entries()) {
      const left = pausesMs.length - place;
      stage.clock.advance(pauseMs - 1);
      await stage.pass();
      expect([pauseMs, faults.length]).toEqual([pauseMs, left]);
      stage.clock.advance(1);
      await stage.pass();
      expect([pauseMs, faults.length]).toEqual([pauseMs, left - 1]);
    }
  });

  it('is given up after its last attempt, and staff can see it', async () => {
    const stage = await open();
    await stage.book(bookingId, customerId);
    faults.push(...Array.from({ length: 1_000 }, () => new NotifierUnavailable('away')));
    for (let tries = 0; tries < sendNotificationsLimits.triesMax; tries += 1) {
      await stage.pass();
      stage.clock.advance(sendNotificationsLimits.retryMaxMs);
    }
    await stage.settleAll();
    expect(faults.length).toBe(1_000 - sendNotificationsLimits.triesMax);
    expect(await parked(stage)).toEqual([
      {
        messageId: `${bookingId}.5`,
        bookingId,
        kind: 'booking-confirmed',
        why: 'tried-too-often',
        owedAt: '2026-11-30T12:00:00.000Z',
        parkedAt: expect.any(String),
      },
    ]);
    expect(await stage.outbox.counts()).toEqual({ owed: 0, parked: 1 });
  });

  it('is given up at once when it is refused, and the next ones go out', async () => {
    const stage = await open();
    await stage.book(bookingId, customerId);
    await stage.happened(bookingId, cancelled());
    faults.push(new MessageRefused('550'));
    await stage.settleAll();
    expect((await parked(stage)).map(({ why }) => why)).toEqual(['refused']);
    expect(kinds()).toEqual(['booking-cancelled']);
  });

  it('is given up when it is no news any more', async () => {
    const stage = await open();
    await stage.book(bookingId, customerId);
    stage.clock.advance(sendNotificationsLimits.freshForMs);
    await stage.settleAll();
    expect((await parked(stage)).map(({ why }) => why)).toEqual(['too-late']);
    expect(sent).toEqual([]);
  });

  it('goes out once when staff want it sent after all, however old it was', async () => {
    const stage = await open();
    await stage.book(bookingId, customerId);
    stage.clock.advance(sendNotificationsLimits.freshForMs);
    await stage.settleAll();
    const messageId = `${bookingId}.5`;
    const retry = () =>
      stage.notifications.execute(
        bookingId,
        { type: 'RetryNotification', messageId },
        { correlationId: 'c', causationId: 'c', actor: { role: 'admin' } },
      );
    expect((await Promise.all([retry(), retry()])).map(({ outcome }) => outcome).sort()).toEqual([
      'done',
      'rejected',
    ]);
    await stage.settleAll();
    expect([await parked(stage), kinds()]).toEqual([[], ['booking-confirmed']]);
    await stage.pass();
    expect([await stage.outbox.counts(), kinds()]).toEqual([{ owed: 0, parked: 0 }, ['booking-confirmed']]);
  });

  it('waits as long as it takes while keys or log are away', async () => {
    const away = [new KeyStoreUnavailable('keys'), new EventStoreUnavailable('log')];
    let calls = 0;
    const stage = await open({
      wrapKeys: (keyStore) => ({
        open: (sealed) => {
          const fault = calls < 100 ? away[calls % 2] : undefined;
          calls += 1;
          return fault === undefined ? keyStore.open(sealed) : Promise.reject(fault);
        },
      }),
    });
    await stage.book(bookingId, customerId);
    for (let passes = 0; passes < 101; passes += 1) {
      await stage.pass().catch(() => undefined);
      stage.clock.advance(1_000);
    }
    await stage.settleAll();
    expect(kinds()).toEqual(['booking-confirmed']);
  });

  it('goes without its ticket when that cannot be drawn', async () => {
    const stage = await open({
      ticketPdf: () => Promise.reject(new Error('no ink for Zoë Quintanilla')),
    });
    await stage.book(bookingId, customerId);
    await stage.settleAll();
    expect(sent.map(({ attachments }) => attachments)).toEqual([[]]);
    expect(stage.logged()).not.toContain('Zo');
  });
});
