/** A statement against the events up to its position, right and with one fault at a time. */
import { expect, it } from 'vitest';
import { Audit } from '../../src/audit/Audit.ts';
import type { AnyEvent } from '../../src/domain/kernel/decider.ts';
import type { Settlement, SettlementLine } from '../../src/domain/settlement/events.ts';
import { positionOf } from '../../src/ports/EventStore.ts';
import { cancelled, initiated, paid, refundIssued } from '../support/bookings.ts';
import {
  bookingOf,
  iso,
  onSale,
  onSaleMs,
  scheduledData,
  seatsHeld,
  usd,
  uuid,
} from '../support/showtimes.ts';

type Told = readonly [stream: string, event: AnyEvent];
type Line = Omit<SettlementLine, 'terms'> & { readonly terms?: SettlementLine['terms'] };

const { movieId, theaterId, businessDate } = scheduledData();
const customer = { customerId: 'customer', box: 'sealed' };
const other = uuid(2);

/** Two seats for 20.00. */
const sale = (hold: string, seats: readonly string[], showtimeId: string): readonly Told[] => {
  const bookingId = bookingOf(hold);
  const [show, booking] = [`showtime-${showtimeId}`, `booking-${bookingId}`];
  const bought = seats.map(
    (id) => ({ id, type: 'regular', ticketType: 'adult', price: usd(1_000) }) as const,
  );
  const [authorized, secured, ...confirmed] = paid(2_000);
  return [
    [show, seatsHeld(hold, seats, onSaleMs)],
    [booking, initiated(bookingId, customer, { holdId: hold, seats: bought, showtimeId })],
    ...(authorized === undefined ? [] : [[booking, authorized] as const]),
    [show, { type: 'SeatsBooked', data: { holdId: hold, bookingId, seatIds: [...seats] } }],
    ...(secured === undefined ? [] : [[booking, secured] as const]),
    ...confirmed.map((event) => [booking, event] as const),
  ];
};

const terms = (shareBp: number): Told => [
  `movie-${movieId}`,
  {
    type: 'MovieTermsAgreed',
    data: {
      movieId,
      terms: { distributor: 'Northlight', runsFrom: '2026-11-20', weeklySharesBp: [6_000, shareBp] },
    },
  },
];
const before: readonly Told[] = [
  ...onSale().map((event) => [`showtime-${scheduledData().showtimeId}`, event] as const),
  ...onSale({ showtimeId: other }).map((event) => [`showtime-${other}`, event] as const),
  terms(4_500),
  ...sale(uuid(0x11), ['A1', 'A2'], scheduledData().showtimeId),
  ...sale(uuid(0x12), ['A1', 'A2'], other),
  [`booking-${bookingOf(uuid(0x11))}`, cancelled({ value: usd(1_000), refund: usd(950) })],
  [`booking-${bookingOf(uuid(0x11))}`, refundIssued(950)],
];
const after: readonly Told[] = [
  terms(3_000),
  [`booking-${bookingOf(uuid(0x12))}`, cancelled({ value: usd(1_000), refund: usd(500) })],
  [`booking-${bookingOf(uuid(0x12))}`, refundIssued(500)],
  [`showtime-${other}`, { type: 'ShowtimeCancelled', data: { reason: { box: 'closed' } } }],
];
const upTo = positionOf(BigInt(before.length));

const line: Line = {
  ...{ movieId, currency: 'USD', showtimes: 2, bookings: 2, seats: 4, seatsReturned: 1 },
  ...{ gross: 4_000, refunds: 950, net: 3_050, share: 1_373 },
  terms: { distributor: 'Northlight', week: 2, shareBp: 4_500 },
};
const statement = (lines: readonly Line[], more: Partial<Settlement> = {}): Told => [
  `settlement-${uuid(0xd)}`,
  {
    type: 'SettlementIssued',
    data: { theaterId, businessDate, number: 1, upTo, lines: lines as readonly SettlementLine[], ...more },
  },
];

const auditOf = (told: readonly Told[], audit = new Audit()): Audit => {
  const revisions = new Map<string, number>();
  for (const [place, [stream, { type, data }]] of told.entries()) {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    const position = positionOf(BigInt(place + 1));
    if (position > audit.position) audit.take({ position, stream, revision, type, at: iso(onSaleMs), data });
  }
  return audit;
};
const conflictsOf = (told: readonly Told[]): readonly string[] =>
  auditOf(told).conflicts.map(({ what }) => what);

it('that says what the events up to its position give is no conflict, whatever came after them', () => {
  const audit = auditOf([...before, ...after, statement([line])]);
  expect([audit.conflicts, audit.settlements.compared]).toEqual([[], 1]);
});

it('that counts what came later is no conflict either, nor one of an audit that goes on', () => {
  const restated = {
    ...{ ...line, showtimes: 1, seatsReturned: 2, refunds: 1_450, net: 2_550, share: 765 },
    terms: { distributor: 'Northlight', week: 2, shareBp: 3_000 },
  };
  const told = [
    ...before,
    ...after,
    statement([restated], { upTo: positionOf(BigInt(before.length + after.length)) }),
  ];
  const resumed = auditOf(told, new Audit(structuredClone(auditOf(told.slice(0, -3)).shape)));
  expect([resumed.conflicts, resumed.settlements.compared]).toEqual([[], 1]);
});

const { terms: _terms, ...withoutTerms } = line;
const of = `of ${movieId} in USD, the events`;
it.each<readonly [readonly Line[], string]>([
  [[{ ...line, showtimes: 1 }], `says showtimes 1 ${of} 2`],
  [[{ ...line, bookings: 3 }], `says bookings 3 ${of} 2`],
  [[{ ...line, seats: 3 }], `says seats 3 ${of} 4`],
  [[{ ...line, seatsReturned: 0 }], `says seatsReturned 0 ${of} 1`],
  [[{ ...line, gross: 3_999 }], `says gross 3999 ${of} 4000`],
  [[{ ...line, refunds: 0 }], `says refunds 0 ${of} 950`],
  [[{ ...line, net: 4_000 }], `says net 4000 ${of} 3050`],
  [[{ ...line, share: 1_372 }], `says share 1372 ${of} 1373`],
  [
    [{ ...line, terms: { distributor: 'Northlight', week: 1, shareBp: 6_000 } }],
    `says terms 6000 bp in week 1 to Northlight ${of} 4500 bp in week 2 to Northlight`,
  ],
  [[withoutTerms], `says terms none ${of} 4500 bp in week 2 to Northlight`],
  [[], `has no line for ${movieId} in USD`],
  [
    [line, { ...line, currency: 'EUR' }],
    `has a line for ${movieId} in EUR, of which the events say nothing, or a second one`,
  ],
  [[line, line], `has a line for ${movieId} in USD, of which the events say nothing, or a second one`],
])('with lines %j is a conflict', (lines, what) => {
  expect(conflictsOf([...before, ...after, statement(lines)])).toEqual([`SettlementIssued ${what}`]);
});

it('that counts events which came after it is a conflict', () => {
  const late = positionOf(BigInt(before.length + 1));
  expect(conflictsOf([...before, statement([line], { upTo: late })])).toEqual([
    `SettlementIssued counts events up to position ${late}, which come after it`,
  ]);
});

it('of a day of which an event was skipped by hand is not compared', () => {
  const wrong = { ...line, gross: 1 };
  const booking = `booking-${bookingOf(uuid(0x12))}`;
  const skip = (stream: string): Told => [
    `parking-${stream}`,
    {
      type: 'ParkedEventSkipped',
      data: { reader: 'reports', position: upTo, revision: 1, type: 'X', reason: { box: 'sealed' } },
    },
  ];
  for (const stream of [booking, `showtime-${other}`]) {
    const skipped = auditOf([...before, skip(stream), statement([wrong])]);
    expect([skipped.conflicts, skipped.settlements.compared]).toEqual([[], 0]);
  }
  expect(conflictsOf([...before, skip(`booking-${uuid(0x99)}`), statement([wrong])])).toEqual([
    `SettlementIssued says gross 1 ${of} 4000`,
  ]);
});

it('is compared without the events that it says it left out', () => {
  const [first, second] = [0x11, 0x12].map((hold) => `booking-${bookingOf(uuid(hold))}`);
  const placeOf = (stream: string | undefined, type: string): string =>
    positionOf(BigInt(before.findIndex(([of, event]) => of === stream && event.type === type) + 1));
  const leftOut = [
    { stream: String(first), position: placeOf(first, 'RefundIssued') },
    { stream: String(second), position: placeOf(second, 'BookingInitiated') },
    { stream: `showtime-${other}`, position: placeOf(`showtime-${other}`, 'ShowtimeScheduled') },
    { stream: `movie-${movieId}`, position: placeOf(`movie-${movieId}`, 'MovieTermsAgreed') },
  ];
  const less = {
    ...{ ...withoutTerms, showtimes: 1, bookings: 1, seats: 2 },
    ...{ gross: 2_000, refunds: 0, net: 2_000, share: 0 },
  };
  expect(conflictsOf([...before, ...after, statement([less], { leftOut })])).toEqual([]);
  expect(conflictsOf([...before, statement([less], { leftOut: leftOut.slice(1) })])).toEqual([
    `SettlementIssued says refunds 0 ${of} 950`,
    `SettlementIssued says net 2000 ${of} 1050`,
  ]);
});
