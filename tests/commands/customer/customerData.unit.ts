/** Erasing a person and giving out what is held of them, over a log and keys in memory. */
import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { openMemoryKeyStore } from '../../../src/adapters/memory/MemoryKeyStore.ts';
import { systemClock } from '../../../src/adapters/system/system.ts';
import { type EraseCustomerDeps, eraseCustomer } from '../../../src/commands/customer/eraseCustomer.ts';
import { exportCustomer, exportLimits } from '../../../src/commands/customer/exportCustomer.ts';
import { createRunner } from '../../../src/commands/engine/createRunner.ts';
import { type LogTail, openLogTail } from '../../../src/commands/engine/LogTail.ts';
import { customerAggregate } from '../../../src/domain/customer/customerAggregate.ts';
import type { EventStore } from '../../../src/ports/EventStore.ts';
import { type KeyStore, KeyStoreUnavailable } from '../../../src/ports/KeyStore.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { attempted, boughtSeats, cancelled, initiated, paid } from '../../support/bookings.ts';
import { guest, keyed, silent } from '../../support/nodes.ts';
import { showtimeId, usd } from '../../support/showtimes.ts';

const person = { name: 'Zoë Quintanilla', email: 'zoe.q@example.org' };
let events: EventStore;
let tail: LogTail;
let keyStore: KeyStore;
let customers: EraseCustomerDeps['customers'];
let customerId: string;

beforeEach(async () => {
  events = openMemoryEventStore();
  tail = await openLogTail(events, systemClock, () => undefined);
  keyStore = openMemoryKeyStore();
  customers = createRunner(
    customerAggregate,
    { residentsMax: 10 },
    {
      events,
      tail,
      clock: systemClock,
      ids: { next: v7 },
      logger: silent,
    },
  );
  customerId = randomUUID();
});
afterEach(async () => {
  await tail.close();
  await events.close();
});

const recorded = async () =>
  (await events.readStream(`customer-${customerId}`)).map(({ type, data }) => ({ type, data }));
const erasedEvent = () => ({ type: 'CustomerErased', data: { customerId, by: 'customer' } });

const erasedAnswer = { outcome: 'erased', replayed: false, position: expect.stringMatching(/^[0-9]{20}$/) };

describe('erasing a customer', () => {
  const erase = (deps: Partial<EraseCustomerDeps> = {}, context = guest) =>
    eraseCustomer({ customers, keyStore, ...deps }, { customerId, by: 'customer' }, context);

  it('is recorded and destroys the key', async () => {
    const sealed = await keyStore.seal(customerId, person);
    const outcome = await erase();
    expect(outcome).toEqual({ outcome: 'erased', position: await events.head(), replayed: false });
    expect(await keyStore.open(sealed)).toBeUndefined();
    expect(await recorded()).toEqual([erasedEvent()]);
  });

  it('is recorded once, however often it is asked for', async () => {
    await keyStore.seal(customerId, person);
    const first = await erase({}, keyed('k'.repeat(22)));
    expect(await erase()).toEqual(erasedAnswer);
    expect(await erase({}, keyed('k'.repeat(22)))).toEqual({ ...first, replayed: true });
    expect(await recorded()).toEqual([erasedEvent()]);
  });

  it('records it before the key is touched, so that nothing can be destroyed unrecorded', async () => {
    const recordedBefore: unknown[] = [];
    const destroy = async (id: string) => {
      recordedBefore.push(...(await recorded()));
      await keyStore.destroy(id);
    };
    await keyStore.seal(customerId, person);
    await erase({ keyStore: { destroy, standing: keyStore.standing } });
    expect(recordedBefore).toEqual([erasedEvent()]);
  });

  it('says when the key store was away; the record stands and a repeat finishes it', async () => {
    const sealed = await keyStore.seal(customerId, person);
    const away = {
      destroy: () => Promise.reject(new KeyStoreUnavailable('away')),
      standing: keyStore.standing,
    };
    expect(await erase({ keyStore: away })).toEqual({
      outcome: 'unavailable',
      why: 'away',
      retryAfterMs: 2_000,
    });
    expect(await recorded()).toEqual([erasedEvent()]);
    expect(await keyStore.open(sealed)).toEqual(person);
    expect(await erase()).toEqual(erasedAnswer);
    expect(await keyStore.open(sealed)).toBeUndefined();
  });
});

describe('erasing somebody who never told us anything', () => {
  const erase = (by: 'customer' | 'admin', context = guest) =>
    eraseCustomer({ customers, keyStore }, { customerId, by }, context);

  it('leaves nothing behind when they ask for it themselves', async () => {
    expect(await erase('customer')).toEqual(erasedAnswer);
    expect(await recorded()).toEqual([]);
    expect(await keyStore.standing(customerId)).toBe('none');
  });

  it('stays the answer of that request, though they told us something since', async () => {
    await erase('customer', keyed('k'.repeat(22)));
    const sealed = await keyStore.seal(customerId, person);
    expect(await erase('customer', keyed('k'.repeat(22)))).toEqual({ ...erasedAnswer, replayed: true });
    expect(await keyStore.open(sealed)).toEqual(person);
  });

  it('is refused to an admin, until they were a customer, and not again once they were erased', async () => {
    const unknown = { outcome: 'rejected', rejection: { reason: 'CustomerNotFound' } };
    expect(await erase('admin')).toEqual(unknown);
    expect(await recorded()).toEqual([]);
    await keyStore.seal(customerId, person);
    expect(await erase('admin')).toEqual(erasedAnswer);
    expect(await erase('admin')).toEqual(erasedAnswer);
    expect(await recorded()).toHaveLength(1);
  });

  it('says when the keys cannot be asked', async () => {
    const standing = () => Promise.reject(new KeyStoreUnavailable('away'));
    const deps = { customers, keyStore: { destroy: keyStore.destroy, standing } };
    expect(await eraseCustomer(deps, { customerId, by: 'admin' }, guest)).toEqual({
      outcome: 'unavailable',
      why: 'away',
      retryAfterMs: 2_000,
    });
  });
});

describe('the export of a customer', () => {
  const bookings = (...ids: readonly string[]) => ids.map((bookingId) => ({ bookingId }));
  const exported = (ids: readonly string[]) =>
    exportCustomer(
      { events, keyStore, bookingsOf: async () => ({ items: bookings(...ids), nextCursor: null }) },
      customerId,
    );
  const book = async (bookingId: string, owner = customerId) => {
    const customer = await keyStore.seal(owner, person);
    const token = await keyStore.seal(owner, 'tok_ok');
    await appendEvents(
      events,
      `booking-${bookingId}`,
      initiated(bookingId, customer),
      attempted(token),
      ...paid(),
      cancelled(),
    );
  };
  const at = '2026-11-30T12:00:00.000Z';

  it('holds all that was told, opened, and all that happened', async () => {
    const bookingId = randomUUID();
    await book(bookingId);
    expect(await exported([bookingId])).toEqual({
      customerId,
      complete: true,
      bookings: [
        {
          bookingId,
          reference: 'ABC-DEF-GHJ',
          showtimeId,
          startsAt: '2026-12-01T19:00:00.000Z',
          seatIds: ['A1', 'A2'],
          total: usd(2_500),
          contacts: [{ at, told: person }],
          payments: [{ at, method: 'card' }],
          cancellations: [{ at, seatIds: ['A2'] }],
          history: [
            'BookingInitiated',
            'PaymentAttempted',
            'PaymentAuthorized',
            'SeatsSecured',
            'PaymentCaptured',
            'BookingConfirmed',
            'CancellationAccepted',
          ].map((what) => ({ at, what })),
        },
      ],
    });
  });

  it('holds why seats were given up, in nobody else’s words, until they are erased', async () => {
    const bookingId = randomUUID();
    await book(bookingId);
    const own = await keyStore.seal(customerId, 'ill at home');
    const strange = await keyStore.seal(randomUUID(), 'not theirs');
    await appendEvents(
      events,
      `booking-${bookingId}`,
      ...[own, strange].map((customerReason) => cancelled({ customerReason })),
    );
    const seatIds = ['A2'];
    const reasons = async () => (await exported([bookingId])).bookings[0]?.cancellations;
    expect(await reasons()).toEqual([
      { at, seatIds },
      { at, seatIds, reason: 'ill at home' },
      { at, seatIds },
    ]);
    await keyStore.destroy(customerId);
    expect((await reasons())?.[1]).toEqual({ at, seatIds, reason: null });
  });

  it('never holds the means of payment', async () => {
    const bookingId = randomUUID();
    await book(bookingId);
    expect(JSON.stringify(await exported([bookingId]))).not.toContain('tok_ok');
  });

  it('holds what was told earlier too, and nothing that another customer told', async () => {
    const bookingId = randomUUID();
    const later = { ...person, name: 'Zoë Q.' };
    const seats = boughtSeats('A1');
    const revised = (owner: string, customer: { customerId: string; box: string }) => ({
      type: 'BookingRevised' as const,
      data: { customerId: owner, customer, seats, total: usd(1_250) },
    });
    const stranger = randomUUID();
    await appendEvents(
      events,
      `booking-${bookingId}`,
      initiated(bookingId, await keyStore.seal(stranger, { name: 'Somebody Else' })),
      revised(customerId, await keyStore.seal(customerId, person)),
      revised(customerId, await keyStore.seal(customerId, later)),
    );
    const { bookings: found } = await exported([bookingId]);
    expect(found[0]?.contacts.map(({ told }) => told)).toEqual([person, later]);
    const other = randomUUID();
    await book(other, stranger);
    expect((await exported([other])).bookings).toEqual([]);
  });

  it('knows nothing of the person once erased, while the bookings stay', async () => {
    const bookingId = randomUUID();
    await book(bookingId);
    await eraseCustomer({ customers, keyStore }, { customerId, by: 'customer' }, guest);
    const { bookings: found } = await exported([bookingId]);
    expect(found[0]?.contacts).toEqual([{ at, told: null }]);
    expect(found[0]?.total).toEqual(usd(2_500));
  });

  it('follows the pages, and says when there is more than it holds', async () => {
    const bookingId = randomUUID();
    await book(bookingId);
    const pages = async (_: string, cursor: string | undefined) =>
      cursor === undefined
        ? { items: [], nextCursor: 'next' }
        : { items: bookings(bookingId), nextCursor: null };
    const followed = await exportCustomer({ events, keyStore, bookingsOf: pages }, customerId);
    expect(followed.bookings).toHaveLength(1);
    const endless = async () => ({ items: [], nextCursor: 'again' });
    const cut = await exportCustomer({ events, keyStore, bookingsOf: endless }, customerId);
    expect(cut).toEqual({ customerId, bookings: [], complete: false });
    const many = await exported(Array.from({ length: exportLimits.bookingsMax + 1 }, () => bookingId));
    expect(many.complete).toBe(false);
    expect(many.bookings).toHaveLength(exportLimits.bookingsMax);
  });
});
