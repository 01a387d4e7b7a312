/** What staff must look after at the gateway is logged, and refunds made by hand are counted. */
import { expect, it } from 'vitest';
import { alertStaff } from '../../../src/commands/booking/alertStaff.ts';
import type { BookingEvent } from '../../../src/domain/booking/events.ts';
import { uuid } from '../../support/showtimes.ts';

const bookingId = uuid(0xb);
const at = '2026-11-30T12:00:00.000Z';

it('tells of stuck payments and of each refund made by hand, and of nothing else', () => {
  const said: unknown[] = [];
  let byHand = 0;
  const alerts = {
    logger: { error: (...line: readonly unknown[]) => void said.push(line) },
    refundsByHand: {
      inc: (count: number) => {
        byHand += count;
      },
    },
  };
  const refunds = [1, 2].map((place) => ({
    refundId: `r${place}`,
    amount: { amount: 500, currency: 'EUR' },
    at,
  }));
  const events: readonly BookingEvent[] = [
    { type: 'BookingConfirmed', data: {} },
    { type: 'PaymentStuck', data: { step: 'void', of: 'a', tries: 5, code: 'other', stuckAt: at } },
    { type: 'ForeignRefundsFound', data: { refunds, due: [] } },
  ];
  alertStaff(alerts, bookingId, events);
  expect(said).toEqual([
    [{ bookingId, step: 'void', tries: 5, code: 'other' }, 'a payment is stuck: check it at the gateway'],
    [{ bookingId, refunds }, 'a payment was refunded at the gateway by hand'],
  ]);
  expect(byHand).toBe(2);
});
