import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Party, relayout } from '../../../src/domain/seating/relayout.ts';
import { anyRows, at, planOf } from './halls.ts';

/** Parties are told as seats with blanks between: `A1 A2`. Moves read `A1 gone B1`, without a seat to go to `A1 gone`. */
const movesOf = (
  before: readonly string[],
  after: readonly string[],
  parties: readonly string[],
  fixed: readonly string[] = [],
): readonly string[] => {
  const [from, to] = [planOf(before), planOf(after)];
  const party = (seats: string, isMoved: boolean): Party => ({
    seats: at(from, ...seats.split(' ')),
    isMoved,
  });
  return relayout(from, to, [
    ...parties.map((seats) => party(seats, true)),
    ...fixed.map((seats) => party(seats, false)),
  ]).map(({ seat, why, to: target }) =>
    [from.ids[seat], why, ...(target === undefined ? [] : [to.ids[target]])].join(' '),
  );
};

describe('a new layout against seats in use', () => {
  it.each<
    readonly [
      name: string,
      before: readonly string[],
      after: readonly string[],
      parties: readonly string[],
      moves: readonly string[],
    ]
  >([
    ['that keeps all of them', ['rrrr'], ['rrrrr'], ['A1 A2', 'A4'], []],
    ['with a row less', ['rrr', 'rrr'], ['rrr'], ['B2'], ['B2 gone A2']],
    ['with a party, side by side', ['rrrr', 'rr'], ['rrrr'], ['A2', 'B1 B2'], ['B1 gone A3', 'B2 gone A4']],
    ['with a party that has to part', ['rrr', 'rr'], ['rrr'], ['A2', 'B1 B2'], ['B1 gone A1', 'B2 gone A3']],
    [
      'with the larger party first',
      ['rrr', 'rrr'],
      ['rrr'],
      ['B1', 'B2 B3'],
      ['B1 gone A1', 'B2 gone A2', 'B3 gone A3'],
    ],
    [
      'with seats of another type',
      ['pprr', 'pp'],
      ['rrrr', 'pp'],
      ['A1 A2'],
      ['A1 other-type B1', 'A2 other-type B2'],
    ],
    ['with no equal seat', ['pr', 'rr'], ['rr', 'rr'], ['A1'], ['A1 other-type']],
    ['with too few seats', ['r', 'rr'], ['r'], ['B1', 'B2'], ['B1 gone A1', 'B2 gone']],
    [
      'that parts a couple',
      ['[]rr', '[]'],
      ['r[]r', '[]'],
      ['A1 A2'],
      ['A1 other-type B1', 'A2 other-unit B2'],
    ],
    ['never half a couple', ['rr', '[]'], ['rr', 'rr'], ['B1 B2'], ['B1 other-type', 'B2 other-type']],
    [
      'with companions beside the new wheelchair place',
      ['wcrrrrcw', 'wc'],
      ['wcrrrrcw'],
      ['B1 B2'],
      ['B1 gone A1', 'B2 gone A2'],
    ],
    [
      'with companions beside a wheelchair place far away',
      ['wcrrrrcw', 'wc'],
      ['wcrrrrcw'],
      ['A1', 'B1 B2'],
      ['B1 gone A8', 'B2 gone A7'],
    ],
  ])('%s', (_name, before, after, parties, moves) => {
    expect(movesOf(before, after, parties)).toEqual(moves);
  });

  it('finds no seats for what is held or blocked, and gives their seats to no others', () => {
    expect(movesOf(['rr', 'rr'], ['rr'], ['B1'], ['A1', 'B2'])).toEqual(['B1 gone A2', 'B2 gone']);
  });

  it('gives only free seats of the same type, none twice, and every seat that is gone is told', () => {
    const halls = fc.record({
      before: anyRows,
      after: anyRows,
      owners: fc.array(fc.nat({ max: 5 }), { maxLength: 24 }),
    });
    fc.assert(
      fc.property(halls, ({ before, after, owners }) => {
        const [from, to] = [planOf(before), planOf(after)];
        const seats = owners.slice(0, from.size);
        const parties = [...new Set(seats)].map((owner) => ({
          seats: seats.flatMap((each, seat) => (each === owner ? [seat] : [])),
          isMoved: owner !== 0,
        }));
        const moves = relayout(from, to, parties);
        const inUse = new Set(seats.map((_, seat) => from.ids[seat]));
        const targets = moves.flatMap(({ to: target }) => target ?? []);
        expect(new Set(targets).size).toBe(targets.length);
        for (const { seat, to: target } of moves) {
          if (target === undefined) continue;
          expect(to.types[target]).toBe(from.types[seat]);
          expect(inUse.has(to.ids[target])).toBe(false);
          expect(seats[seat]).not.toBe(0);
        }
        const gone = seats.flatMap((_, seat) => (to.indexOf.has(from.ids[seat] ?? '') ? [] : seat));
        const told = moves.flatMap(({ seat, why }) => (why === 'gone' ? seat : []));
        expect(told.toSorted((a, b) => a - b)).toEqual(gone);
      }),
    );
  });
});
