/** Events in, commands out; and a log that the job before this reaction has worked on gets no second refund. */
import { v5, v7 } from 'uuid';
import { expect, it } from 'vitest';
import { createMemoryLog, openMemoryEventStore } from '../../../src/adapters/memory/MemoryEventStore.ts';
import type { BookingDriver } from '../../../src/commands/booking/BookingDriver.ts';
import { openLogTail } from '../../../src/commands/engine/LogTail.ts';
import { createRunners } from '../../../src/commands/runners.ts';
import type { AnyEvent } from '../../../src/domain/kernel/decider.ts';
import type { ShowtimeEvent } from '../../../src/domain/showtime/events.ts';
import { showtimeDecider } from '../../../src/domain/showtime/showtimeDecider.ts';
import {
  cancellationsOwed,
  refundCancelledShowtimes,
} from '../../../src/processes/booking/refundCancelledShowtimes.ts';
import type { Reaction } from '../../../src/processes/engine/Reaction.ts';
import { appendEvents } from '../../projections/appendEvents.ts';
import { attempted, cancelled, initiated, paid } from '../../support/bookings.ts';
import { silent, testClock } from '../../support/nodes.ts';
import { reactToLog } from '../../support/reactToLog.ts';
import { onSale, onSaleMs, showtimeId, uuid } from '../../support/showtimes.ts';

const sealed = { customerId: 'somebody', box: 'sealed' };
const [paidBooking, refundedBooking, lateBooking] = [uuid(0x21), uuid(0x22), uuid(0x23)];
const booked = (bookingId: string, ...seatIds: readonly string[]): ShowtimeEvent => ({
  type: 'SeatsBooked',
  data: { holdId: uuid(0x11), bookingId, seatIds: [...seatIds] },
});
const called: ShowtimeEvent = {
  type: 'ShowtimeCancelled',
  data: { reason: { box: 'The projector is broken.' } },
};
const fold = (...events: readonly ShowtimeEvent[]) =>
  events.reduce(showtimeDecider.evolve, showtimeDecider.initialState);
const sold = [...onSale(), booked(paidBooking, 'A1', 'A2'), booked(lateBooking, 'A4')];
const cancelAll = (bookingId: string) => ({
  bookingId,
  command: {
    type: 'CancelSeats',
    cancellationId: v5(`${showtimeId}/cancelled`, bookingId),
    by: 'cinema',
  },
});
const ofShow = { type: 'ShowtimeCancelled', stream: `showtime-${showtimeId}` } as const;
const ofBooking = { type: 'BookingConfirmed', stream: `booking-${lateBooking}` } as const;

it('cancels every booking that owns seats when the show is cancelled', () => {
  expect(cancellationsOwed(ofShow, fold(...sold, called))).toEqual([
    cancelAll(paidBooking),
    cancelAll(lateBooking),
  ]);
});

it('cancels a booking that is confirmed after the show was cancelled, and only then', () => {
  expect(cancellationsOwed(ofBooking, fold(...sold, called))).toEqual([cancelAll(lateBooking)]);
  expect(cancellationsOwed(ofBooking, fold(...sold))).toEqual([]);
});

it('leaves alone whose seats were given back', () => {
  const returned = { bookingId: paidBooking, seatIds: ['A1', 'A2'] };
  const events = [...sold, called, { type: 'SeatsReturned', data: returned } as const];
  expect(cancellationsOwed(ofShow, fold(...events))).toEqual([cancelAll(lateBooking)]);
});

const byOldJob = (bookingId: string): readonly AnyEvent[] => {
  const { cancellationId } = cancelAll(bookingId).command;
  const all = { cancellationId, seatIds: ['A1', 'A2'], by: 'cinema' as const, percent: 100 };
  return [
    cancelled(all),
    { type: 'BookingCancelled', data: {} },
    { type: 'SeatsReleased', data: { cancellationId, seatIds: ['A1', 'A2'] } },
    {
      type: 'RefundIssued',
      data: { cancellationId, refundId: 'refund-1', amount: { amount: 1_188, currency: 'USD' } },
    },
  ];
};

it('reacts to a log of the job before it from its first event, and refunds only what that had left', async () => {
  const log = createMemoryLog();
  const events = openMemoryEventStore({ log });
  const clock = testClock(onSaleMs);
  const tail = await openLogTail(events, clock, (error) => {
    throw error;
  });
  const commands = createRunners({ events, tail, clock, ids: { next: v7 }, logger: silent }, 10);
  const driven: string[] = [];
  const drive = async (bookingId: string) => void driven.push(bookingId);
  const driver: BookingDriver = { drive, isDriving: () => false, close: async () => undefined };
  const buy = (bookingId: string) => [initiated(bookingId, sealed), attempted(sealed), ...paid()];
  await appendEvents(events, `showtime-${showtimeId}`, ...onSale(), booked(paidBooking, 'A1', 'A2'), called);
  await appendEvents(events, `booking-${paidBooking}`, ...buy(paidBooking));
  // Refunded by the job; killed before the showtime had its seats back.
  await appendEvents(events, `showtime-${showtimeId}`, booked(refundedBooking, 'A3'));
  await appendEvents(
    events,
    `booking-${refundedBooking}`,
    ...buy(refundedBooking),
    ...byOldJob(refundedBooking),
  );
  const before = new Map([...log.streams].map(([stream, all]) => [stream, all.length]));
  const reaction = refundCancelledShowtimes({ commands, driver, head: () => events.head() }) as Reaction;
  await reactToLog(reaction, log);
  await reactToLog(reaction, log);
  const written = [...log.streams].flatMap(([stream, all]) =>
    all
      .slice(before.get(stream) ?? 0)
      .map(({ type, metadata }) => ({ stream, type, causedBy: metadata.causationId })),
  );
  const cause = log.events.find(({ type }) => type === 'ShowtimeCancelled')?.id;
  expect(written).toEqual([
    { stream: `booking-${paidBooking}`, type: 'CancellationAccepted', causedBy: cause },
    { stream: `booking-${paidBooking}`, type: 'BookingCancelled', causedBy: cause },
  ]);
  expect(driven).toContain(paidBooking);
  await tail.close();
  await events.close();
});
