import { describe, expect, it } from 'vitest';
import { lostGuests } from '../../../src/cli/onsale/lostGuests.ts';
import { refusalsOf } from '../../../src/cli/onsale/refusals.ts';
import { asks, books, counted, recordedSale, refusal, rowOfSix } from '../../support/onSale.ts';
import { minutes, onSaleMs } from '../../support/showtimes.ts';

const at = (minute: number): number => onSaleMs + minutes(minute);
const sale = recordedSale(rowOfSix(), [
  asks(1, 1, ['A1', 'A2', 'A3', 'A4', 'A5']),
  books(1, 2),
  asks(2, 3.5, ['A6']),
  books(2, 4),
]);

describe('refusals', () => {
  it('are spread over the period that they were counted in', () => {
    const { guests } = refusalsOf([counted(3, 5, refusal('sold-out', 2, 4))], 1);
    expect(guests).toEqual(
      [3.25, 3.75, 4.25, 4.75].map((minute) => ({
        ...{ why: 'sold-out', seatType: 'any', party: 2 },
        ...{ atMs: at(minute), untilMs: at(5) },
      })),
    );
  });

  it('are of fewer guests when each is said to have tried several times, over all periods', () => {
    const lost = [1, 2, 3].map((minute) => counted(minute, minute + 1, refusal('sold-out', 1, 2)));
    expect(refusalsOf(lost, 3).guests.map(({ untilMs }) => untilMs)).toEqual([at(3), at(4)]);
  });

  it('at the door are counted apart', () => {
    const refusals = [
      refusal('queue-required', 2, 7),
      refusal('not-on-sale', 2, 1),
      refusal('sold-out', 1, 1),
    ];
    const { guests, atTheDoor } = refusalsOf([counted(4, 5, ...refusals)], 1);
    expect([guests.length, atTheDoor]).toEqual([1, 8]);
  });

  it('of more guests than can be replayed name the option that makes them fewer', () => {
    const many = [counted(3, 5, refusal('sold-out', 2, 500_001))];
    expect(() => refusalsOf(many, 1)).toThrow('say --attempts-per-guest');
    expect(refusalsOf(many, 2).guests).toHaveLength(250_000);
  });
});

const lostOf = (...refusals: Parameters<typeof counted>) =>
  lostGuests(sale, refusalsOf([counted(...refusals)], 1).guests);

describe('guests', () => {
  it('who could have had other seats are not lost', () => {
    expect(lostOf(0, 1, refusal('seats-unavailable', 2, 3))).toEqual({ lost: [], choseAgain: 3 });
  });

  it('whom no seats were left for are lost', () => {
    const { lost, choseAgain } = lostOf(
      2.5,
      3,
      refusal('seats-unavailable', 2, 1),
      refusal('lone-seat', 1, 1),
    );
    expect([lost.map(({ party }) => party), choseAgain]).toEqual([[2], 1]);
  });

  it('who asked for too many are lost, whatever is free', () => {
    expect(lostOf(0, 1, refusal('too-many-seats', 11, 1)).lost).toHaveLength(1);
  });

  it('who found it sold out come when it was', () => {
    const { lost, choseAgain } = lostOf(3, 5, refusal('sold-out', 1, 4));
    expect([lost.map(({ atMs }) => atMs), choseAgain]).toEqual([[at(3.5), at(3.75), at(4.25), at(4.75)], 0]);
  });

  it('who found it sold out in a minute in which the log shows free seats come at its end', () => {
    expect(lostOf(0, 0.5, refusal('sold-out', 1, 1)).lost.map(({ atMs }) => atMs)).toEqual([at(0.5)]);
  });
});
