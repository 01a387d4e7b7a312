/** Rows of reports, as charts and tables take them. */
import { expect, it } from 'vitest';
import { questionIn } from '../../web/src/features/analyst/reports/ReportQuestion.ts';
import {
  columnsOf,
  currenciesOf,
  ofCurrency,
  type ReportRow,
  summed,
} from '../../web/src/features/analyst/reports/reportRows.ts';

const revenue = (businessDate: string, currency: string, net: number): ReportRow => ({
  ...{ businessDate, theaterId: 'x', currency, bookings: 1, seats: 2 },
  gross: { amount: net, currency },
  refunds: { amount: 0, currency },
  net: { amount: net, currency },
});
const rows = [
  revenue('2026-11-21', 'EUR', 5),
  revenue('2026-11-21', 'USD', 7),
  revenue('2026-11-22', 'EUR', 2),
];

it('keeps currencies apart', () => {
  expect(currenciesOf(rows)).toEqual(['EUR', 'USD']);
  expect(summed(ofCurrency(rows, 'EUR'), 'net')).toEqual([
    ['2026-11-21', 5],
    ['2026-11-22', 2],
  ]);
  expect(currenciesOf([])).toEqual([undefined]);
});

it('adds up rows about the same thing', () => {
  const refused = (reason: 'sold-out' | 'lone-seat', refusals: number): ReportRow => ({
    ...{ hour: '2026-11-21T18:00+01:00', reason, seatType: 'any', party: 2, refusals, seats: 2 * refusals },
  });
  const lost = [refused('sold-out', 3), refused('lone-seat', 4)];
  expect(summed(lost, 'refusals')).toEqual([['2026-11-21T18:00+01:00', 7]]);
  expect(columnsOf(lost)).toEqual(['hour', 'reason', 'seatType', 'party', 'refusals', 'seats']);
});

it('takes from the address only what a report knows', () => {
  const ask = (text: string) => questionIn(new URLSearchParams(text));
  expect(ask('')).toEqual({ report: 'occupancy', by: 'business-date', measure: 'booked' });
  expect(ask('report=revenue&by=hour&measure=gross&from=2026-11-01&to=x&theaterId=t')).toEqual({
    ...{ report: 'revenue', by: 'hour', measure: 'gross', from: '2026-11-01', theaterId: 't' },
  });
  expect(ask('report=secrets&measure=gross')).toEqual(ask(''));
});
