import { expect, it } from 'vitest';
import { visitsOf } from '../../../src/cli/onsale/visits.ts';
import { asks, books, recordedSale, releases, returns, rowOfSix } from '../../support/onSale.ts';
import { bookingOf, minutes, onSaleMs, usd, uuid } from '../../support/showtimes.ts';

const at = (minute: number): number => onSaleMs + minutes(minute);
const seats = (...ids: readonly string[]) =>
  ids.map((id) => ({ id, type: 'regular', ticketType: 'adult', price: usd(1_000) }));

it('tells what each guest did with a hold, and what staff did', () => {
  const why = { box: 'x' };
  const sale = recordedSale(rowOfSix(), [
    asks(1, 1, ['A1', 'A2']),
    {
      atMin: 2,
      command: { type: 'SwapHeldSeats', holdId: uuid(1), seatIds: ['A2', 'A3'], ticketTypes: {} },
    },
    { atMin: 3, command: { type: 'ExtendHold', holdId: uuid(1) } },
    { atMin: 12, command: { type: 'KeepHold', holdId: uuid(1) }, bySystem: true },
    books(1, 13),
    returns(1, 15, ['A2']),
    asks(2, 4, ['A5']),
    releases(2, 5),
    { atMin: 6, command: { type: 'BlockSeats', seatIds: ['A6'], why } },
  ]);
  expect(visitsOf(sale)).toEqual({
    visits: [
      {
        atMs: at(1),
        seats: seats('A1', 'A2'),
        deeds: [
          { kind: 'swap', seats: seats('A2', 'A3'), atMs: at(2) },
          { kind: 'extend', atMs: at(3) },
          { kind: 'keep', atMs: at(12) },
          { kind: 'book', atMs: at(13) },
          { kind: 'return', seatIds: ['A2'], atMs: at(15) },
        ],
      },
      { atMs: at(4), seats: seats('A5'), deeds: [{ kind: 'release', atMs: at(5) }] },
    ],
    house: [
      { atMs: onSaleMs, command: { type: 'OpenSales' } },
      { atMs: at(6), command: { type: 'BlockSeats', seatIds: ['A6'], why } },
    ],
  });
});

it('takes a hold that was made again for a late payment for the same visit', () => {
  const paid = { seats: seats('A1'), freshHoldId: uuid(9) };
  const book = { type: 'BookSeats', holdId: uuid(1), bookingId: bookingOf(uuid(1)), paid } as const;
  const { visits } = visitsOf(
    recordedSale(rowOfSix(), [asks(1, 1, ['A1']), { atMin: 13, command: book as never, bySystem: true }]),
  );
  expect(visits).toEqual([{ atMs: at(1), seats: seats('A1'), deeds: [{ kind: 'book', atMs: at(13) }] }]);
});
