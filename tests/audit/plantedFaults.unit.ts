/** A log that keeps every promise, and the same with one fault planted at a time. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Audit } from '../../src/audit/Audit.ts';
import { auditOf, renumbered, type ToldEvent, toldLog, what } from './toldLog.ts';

let log: readonly ToldEvent[];

beforeAll(async () => {
  log = await toldLog();
});

const placeOf = (type: string, nth = 0): number => {
  const places = log.flatMap((event, place) => (event.type === type ? [place] : []));
  const place = places[nth];
  if (place === undefined) throw new Error(`no ${type}`);
  return place;
};

const eventAt = (place: number): ToldEvent => {
  const event = log[place];
  if (event === undefined) throw new Error(`no event ${place}`);
  return event;
};

const withData = (place: number, change: (data: Record<string, unknown>) => Record<string, unknown>) =>
  log.map((event, at) => (at === place ? { ...event, data: change(event.data) } : event));

const without = (place: number) => log.filter((_, at) => at !== place);

const inserted = (place: number, ...events: readonly ToldEvent[]) =>
  renumbered([...log.slice(0, place), ...events, ...log.slice(place)]);

/** The conflicts, each as far as its first difference of ids. */
const found = (events: readonly ToldEvent[]): string => what(auditOf(events).conflicts).join('\n');

const amount = (money: unknown): number => (money as { readonly amount: number }).amount;

describe('a log that keeps its promises', () => {
  it('has no conflict, and showtimes and bookings are known', () => {
    const audit = auditOf(log);
    expect(audit.conflicts).toEqual([]);
    expect({
      events: audit.events,
      showtimes: audit.showtimes.size,
      bookings: audit.bookings.count(),
    }).toEqual({
      events: log.length,
      showtimes: 6,
      bookings: 24,
    });
  });
});

describe('a planted fault', () => {
  it('a seat that is held by two', () => {
    const place = placeOf('SeatsHeld', 1);
    const held = eventAt(place);
    const holdId = '01900000-0000-7000-8000-0000000000ff';
    const again = { ...held, data: { ...held.data, holdId } };
    expect(found(inserted(place + 1, again))).toMatch(/^SeatsHeld takes seat \S+, which is held already/);
  });

  it('a seat that is sold twice', () => {
    const place = placeOf('SeatsBooked');
    const booked = eventAt(place);
    expect(found(inserted(place + 1, booked))).toMatch(/SeatsBooked wants seat \S+ held, but it is booked/);
  });

  it('a booking without a hold', () => {
    const booked = eventAt(placeOf('SeatsBooked'));
    const { holdId } = booked.data;
    const held = log.findIndex(({ type, data }) => type === 'SeatsHeld' && data.holdId === holdId);
    expect(found(renumbered(without(held)))).toContain(
      `SeatsBooked books seats without a hold: ${holdId} does not live`,
    );
  });

  it('a confirmed booking whose seats were never sold', () => {
    expect(found(renumbered(without(placeOf('SeatsBooked'))))).toMatch(
      /SeatsSecured wants \d seats, but the showtime has booked 0 for it/,
    );
  });

  it('seats sold to a booking that was not begun', () => {
    const bookingId = '01900000-0000-7000-8000-0000000000fe';
    const place = placeOf('SeatsBooked');
    expect(found(withData(place, (data) => ({ ...data, bookingId })))).toContain(
      `SeatsBooked books seats for a booking that is not begun: ${bookingId}`,
    );
  });

  it('a hold that begins past its cap', () => {
    const place = placeOf('SeatsHeld');
    const expiresAt = new Date(Date.parse(eventAt(place).at) + 3_600_000).toISOString();
    expect(found(withData(place, (data) => ({ ...data, expiresAt })))).toMatch(
      /^SeatsHeld holds seats until \S+, past the cap \S+$/m,
    );
  });

  it('a hold that is extended past its cap', () => {
    const place = placeOf('SeatsHeld');
    const held = eventAt(place);
    const expiresAt = new Date(Date.parse(held.at) + 1_200_001).toISOString();
    const extended = { ...held, type: 'HoldExtended', data: { holdId: held.data.holdId, expiresAt } };
    expect(found(inserted(place + 1, extended))).toMatch(
      /^HoldExtended extends hold \S+ to \S+, past its cap \S+$/m,
    );
  });

  it('a hold that is said to be over before it was', () => {
    const place = placeOf('HoldExpired');
    const early = log.map((event, at) =>
      at === place ? { ...event, at: '2026-01-01T00:00:00.000Z' } : event,
    );
    expect(found(early)).toMatch(
      /^HoldExpired ends hold \S+ at 2026-01-01T00:00:00.000Z, but it lives until \S+$/m,
    );
  });

  it('seats that are booked after their hold was over', () => {
    const place = placeOf('SeatsBooked');
    const late = log.map((event, at) =>
      at === place ? { ...event, at: '2027-01-01T00:00:00.000Z' } : event,
    );
    expect(found(late)).toMatch(
      /^SeatsBooked books hold \S+ at 2027-01-01T00:00:00.000Z, but it was over at \S+$/m,
    );
  });

  it('a hold whose total is not the sum of its seats', () => {
    const place = placeOf('SeatsHeld');
    const total = { amount: 1, currency: 'USD' };
    expect(found(withData(place, (data) => ({ ...data, total })))).toMatch(
      /^SeatsHeld has total 1 USD, but its seats cost \d+ USD$/m,
    );
  });

  it('a booking that costs other than its seats', () => {
    const place = placeOf('BookingInitiated');
    const total = { amount: amount(eventAt(place).data.total) - 1, currency: 'USD' };
    expect(found(withData(place, (data) => ({ ...data, total })))).toMatch(
      /^BookingInitiated has total \d+ USD, but its seats cost \d+ USD$/m,
    );
  });

  it('a payment of another amount', () => {
    const place = placeOf('PaymentCaptured');
    const more = { amount: amount(eventAt(place).data.amount) + 1, currency: 'USD' };
    expect(found(withData(place, (data) => ({ ...data, amount: more })))).toMatch(
      /^PaymentCaptured takes \d+ USD, but the booking costs \d+ USD$/m,
    );
  });

  it('a payment that is taken twice', () => {
    const place = placeOf('PaymentCaptured');
    expect(found(inserted(place + 1, eventAt(place)))).toContain(
      'PaymentCaptured takes the money a second time',
    );
  });

  it('a confirmation without a payment', () => {
    expect(found(renumbered(without(placeOf('PaymentCaptured'))))).toMatch(
      /^BookingConfirmed is confirmed with 0 paid of \d+$/m,
    );
  });

  it('seats that are sold at another price than the booking says', () => {
    const place = placeOf('BookingInitiated');
    const seats = (eventAt(place).data.seats as readonly Record<string, unknown>[]).map((seat) => ({
      ...seat,
      price: { amount: 1, currency: 'USD' },
    }));
    const total = { amount: seats.length, currency: 'USD' };
    expect(found(withData(place, (data) => ({ ...data, seats, total })))).toMatch(
      /^SeatsSecured has seats for \d+, but the showtime sold them for \d+$/m,
    );
  });

  it('a refund of more than was paid', () => {
    const place = placeOf('BookingConfirmed');
    const confirmed = eventAt(place);
    const issued = {
      ...confirmed,
      type: 'RefundIssued',
      data: { cancellationId: 'c', refundId: 'r', amount: { amount: 999_999, currency: 'USD' } },
    };
    expect(found(inserted(place + 1, issued))).toMatch(/^RefundIssued has paid back 999999 of \d+$/m);
  });

  it('seats that are said to be released while they stay sold', () => {
    const place = placeOf('BookingConfirmed');
    const seatIds = (
      eventAt(placeOf('BookingInitiated')).data.seats as readonly { readonly id: string }[]
    ).map(({ id }) => id);
    const released = { ...eventAt(place), type: 'SeatsReleased', data: { cancellationId: 'c', seatIds } };
    expect(found(inserted(place + 1, released))).toMatch(
      /^SeatsReleased has \d seats left, but the showtime still has \d booked for it$/m,
    );
  });

  it('a booking that comes to nothing while its seats stay sold', () => {
    const place = placeOf('SeatsSecured');
    const expired = { ...eventAt(place), type: 'BookingExpired', data: { why: 'payment-failed' } };
    expect(found(inserted(place + 1, expired))).toMatch(
      /^BookingExpired comes to nothing while the showtime has \d of its seats booked$/m,
    );
  });

  it('a gap in the revisions of a stream', () => {
    const removed = placeOf('PaymentAuthorized');
    expect(found(without(removed))).toMatch(/ has revision \d+ after \d+/);
  });

  it('two events that were swapped', () => {
    const one = placeOf('PaymentCaptured');
    const swapped = log.with(one, eventAt(one + 1)).with(one + 1, eventAt(one));
    expect(found(swapped)).toMatch(/does not come after position/);
  });

  it('a seat that the hall does not have', () => {
    const place = placeOf('HoldReleased');
    expect(found(withData(place, (data) => ({ ...data, seatIds: ['ZZ99'] })))).toContain(
      'HoldReleased names seat ZZ99, which the layout does not have',
    );
  });

  it('seats that are sold after the show was cancelled', () => {
    const place = placeOf('SeatsHeld', 3);
    const cancelled = { ...eventAt(place), type: 'ShowtimeCancelled', data: { reason: { box: 'x' } } };
    expect(found(inserted(place, cancelled))).toContain('SeatsHeld holds seats of a cancelled showtime');
  });

  it('an event that cannot be read', () => {
    const place = placeOf('SeatsHeld');
    expect(found(withData(place, () => ({})))).toContain('SeatsHeld cannot be read: holdId is not a text');
  });
});

describe('an audit that is taken up again', () => {
  it('goes on as if it had never stopped', () => {
    const place = placeOf('SeatsBooked');
    const faulty = inserted(place + 1, eventAt(place));
    const whole = auditOf(faulty);
    const first = auditOf(faulty.slice(0, place));
    const second = new Audit(structuredClone(first.shape));
    for (const event of faulty.slice(place)) second.take(event);
    expect(second.conflicts).toEqual(whole.conflicts);
    expect(whole.conflictCount).toBeGreaterThan(0);
  });
});
