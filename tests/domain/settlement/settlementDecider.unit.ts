/** The statements of one theater and business date. */
import { it } from 'vitest';
import type { SettlementEvent, SettlementLine } from '../../../src/domain/settlement/events.ts';
import { settlementDecider } from '../../../src/domain/settlement/settlementDecider.ts';
import { positionOf } from '../../../src/ports/EventStore.ts';
import { specification } from '../../support/given.ts';
import { uuid } from '../../support/showtimes.ts';

const { given } = specification(settlementDecider);
const day = { theaterId: uuid(0xb), businessDate: '2026-11-28' };
const line: SettlementLine = {
  ...{ movieId: uuid(0xa), currency: 'EUR', showtimes: 2, bookings: 3, seats: 7, seatsReturned: 0 },
  ...{ gross: 10_000, refunds: 0, net: 10_000, share: 5_000 },
  terms: { distributor: 'Northlight Releasing', week: 2, shareBp: 5_000 },
};
const corrected = { ...line, refunds: 1_000, net: 9_000, share: 4_500 };
const issue = (upTo: bigint, ...lines: readonly SettlementLine[]) => ({
  type: 'IssueSettlement' as const,
  ...{ ...day, upTo: positionOf(upTo), lines, nowMs: 0 },
});
const first: SettlementEvent = {
  type: 'SettlementIssued',
  data: { ...day, number: 1, upTo: positionOf(10n), lines: [line] },
};
const second: SettlementEvent = {
  type: 'SettlementIssued',
  data: { ...day, number: 2, upTo: positionOf(20n), since: positionOf(10n), lines: [corrected] },
};

it('are numbered, and each names the position of the one before', () => {
  given().when(issue(10n, line)).gives(first);
  given(first).when(issue(20n, corrected)).gives(second);
});

it('are not repeated while nothing changed', () => {
  given(first)
    .when(issue(20n, { ...line }))
    .givesNothing();
});

it('never go back to an earlier position', () => {
  given(first, second).when(issue(15n, line)).givesNothing();
  given(first, second).when(issue(20n, line)).givesNothing();
});

it('are made for a day whose shows took nothing', () => {
  given()
    .when(issue(10n))
    .gives({ type: 'SettlementIssued', data: { ...day, number: 1, upTo: positionOf(10n), lines: [] } });
});

it('say what they leave out, and follow one that left something out when that is no more so', () => {
  const leftOut = [{ stream: 'booking-1', position: positionOf(9n) }];
  const partial: SettlementEvent = { type: 'SettlementIssued', data: { ...first.data, leftOut } };
  const whole: SettlementEvent = {
    type: 'SettlementIssued',
    data: { ...day, number: 2, upTo: positionOf(20n), since: positionOf(10n), lines: [line] },
  };
  given()
    .when({ ...issue(10n, line), leftOut })
    .gives(partial);
  given(partial)
    .when({ ...issue(20n, line), leftOut })
    .givesNothing();
  given(partial).when(issue(20n, line)).gives(whole);
});
