import { expect, it } from 'vitest';
import { stormHeadSchema, stormStepSchema } from '../../../src/cli/storm/stormFile.ts';
import { stormOf } from '../../../src/cli/storm/stormOf.ts';
import {
  asks,
  books,
  counted,
  recordedSale,
  refusal,
  releases,
  returns,
  rowOfSix,
} from '../../support/onSale.ts';
import { minutes, uuid } from '../../support/showtimes.ts';

const sale = recordedSale(
  rowOfSix(),
  [
    asks(1, 1, ['A1', 'A2']),
    {
      atMin: 2,
      command: {
        type: 'SwapHeldSeats',
        holdId: uuid(1),
        seatIds: ['A2', 'A3'],
        ticketTypes: { A3: 'child' },
      },
    },
    books(1, 3),
    { atMin: 4, command: { type: 'BlockSeats', seatIds: ['A6'], why: { box: 'secret words' } } },
    asks(2, 5, ['A1', 'A4', 'A5']),
    releases(2, 9),
    returns(1, 12, ['A2']),
  ],
  [counted(6, 7, refusal('sold-out', 2, 2), refusal('too-many-seats', 11, 1), refusal('not-on-sale', 1, 9))],
);

it('holds every step, and what nodes refused by rules', () => {
  const { head, steps } = stormOf(sale);
  expect(steps).toEqual([
    { atMs: 0, visitor: 1, do: 'hold', seats: ['A1', 'A2'] },
    { atMs: minutes(1), visitor: 1, do: 'swap', seats: ['A2', 'A3'] },
    { atMs: minutes(2), visitor: 1, do: 'book' },
    { atMs: minutes(3), do: 'block', seats: ['A6'] },
    { atMs: minutes(4), visitor: 2, do: 'hold', seats: ['A1', 'A4', 'A5'] },
    { atMs: minutes(5.25), visitor: 3, do: 'hold', seats: ['A1', 'A2'] },
    { atMs: minutes(5.5), visitor: 4, do: 'hold-best', count: 11 },
    { atMs: minutes(5.75), visitor: 5, do: 'hold', seats: ['A5', 'A6'] },
    { atMs: minutes(8), visitor: 2, do: 'release' },
    { atMs: minutes(11), visitor: 1, do: 'cancel', seats: ['A2'] },
  ]);
  const { seats: _seats, ...rest } = head;
  expect(rest).toEqual({
    ...{ storm: 1, focalPoint: { x: 3, y: 2 }, visitors: 5, steps: 10, lastsMs: minutes(11), seatsSold: 1 },
    policies: { holdTtlMs: minutes(10), holdCapMs: minutes(20), seatsPerHoldMax: 10, loneSeatRule: 'off' },
    leftOut: { waitingRooms: 0, newLayouts: 0, showCancellations: 0, refusalsAtTheDoor: 9 },
  });
});

it('is what its player reads', () => {
  const { head, steps } = stormOf(sale);
  expect(stormHeadSchema.parse(JSON.parse(JSON.stringify(head)))).toEqual(head);
  expect(steps.map((step) => stormStepSchema.parse(JSON.parse(JSON.stringify(step))))).toEqual(steps);
});

it('holds no id, no instant, no price and no words of the log', () => {
  const text = JSON.stringify(stormOf(sale));
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|20\d\d-\d\d-\d\d|secret|USD|price/i);
});

it('ends after the minutes that were asked for', () => {
  const { head, steps } = stormOf(sale, 3);
  expect([steps.length, head.lastsMs, head.seatsSold, head.visitors]).toEqual([4, minutes(3), 2, 1]);
});

it('holds closings, openings and prices as shares of the first, and counts what it leaves out', () => {
  const { base, seatTypeBp, ticketTypeBp } = rowOfSix().priceTerms;
  const staffed = recordedSale(rowOfSix(), [
    asks(1, 1, ['A1']),
    { atMin: 2, command: { type: 'CloseSales' } },
    { atMin: 3, command: { type: 'OpenSales' } },
    {
      atMin: 4,
      command: {
        type: 'ChangePricing',
        patch: { base: { ...base, amount: 1_250 }, ticketTypeBp: { ...ticketTypeBp, child: 4_000 } },
      },
    },
    { atMin: 6, command: { type: 'CloseSales' }, bySystem: true },
    { atMin: 7, command: { type: 'CancelShowtime', why: { box: 'secret words' } } },
  ]);
  const { head, steps } = stormOf(staffed);
  expect(steps).toEqual([
    { atMs: 0, visitor: 1, do: 'hold', seats: ['A1'] },
    { atMs: minutes(1), do: 'close-sales' },
    { atMs: minutes(2), do: 'open-sales' },
    {
      ...{ atMs: minutes(3), do: 'reprice', baseBp: 12_500, seatTypeBp },
      ticketTypeBp: { ...ticketTypeBp, child: 4_000 },
    },
  ]);
  expect(head.leftOut).toEqual({
    ...{ waitingRooms: 0, newLayouts: 0, showCancellations: 1, refusalsAtTheDoor: 0 },
  });
  expect(steps.map((step) => stormStepSchema.parse(JSON.parse(JSON.stringify(step))))).toEqual(steps);
});
