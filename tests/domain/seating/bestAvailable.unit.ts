/** Best available: what it chooses in drawn halls, and what it may never do in any hall. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestAvailable } from '../../../src/domain/seating/bestAvailable.ts';
import { missingWheelchairs } from '../../../src/domain/seating/companions.ts';
import { loneSeatsLeft } from '../../../src/domain/seating/loneSeats.ts';
import type { SeatingPlan } from '../../../src/domain/seating/SeatingPlan.ts';
import { seatTypes } from '../../../src/domain/seating/seat.ts';
import { missingPartners } from '../../../src/domain/seating/units.ts';
import { anyHall, at, idsOf, planOf } from './halls.ts';

const best = (
  plan: SeatingPlan,
  taken: readonly string[],
  request: Parameters<typeof bestAvailable>[2],
): string[] | undefined => {
  const gone = new Set(at(plan, ...taken));
  return idsOf(
    plan,
    bestAvailable(plan, (seat) => !gone.has(seat), request),
  );
};

/** By brute force: how many seats whole units and single seats can make up. */
const reachableTotals = (plan: SeatingPlan, suits: (seat: number) => boolean): Set<number> => {
  const pieces = new Map<string, number[]>();
  for (let seat = 0; seat < plan.size; seat++) {
    const key = plan.unitIds[seat] ?? `single ${seat}`;
    pieces.set(key, [...(pieces.get(key) ?? []), seat]);
  }
  const totals = new Set([0]);
  for (const piece of pieces.values()) {
    if (piece.every(suits)) for (const total of [...totals]) totals.add(total + piece.length);
  }
  return totals;
};

describe('bestAvailable', () => {
  const hall = planOf(['rrrrr rrrrr', 'rrrrr rrrrr', 'ppppp ppppp'], { x: 5, y: 1 });

  it('takes neighbours nearest the focal point and never across an aisle', () => {
    expect(best(hall, [], { count: 2 })).toEqual(['B4', 'B5']);
    expect(best(hall, ['B4', 'B5'], { count: 2 })).toEqual(['B6', 'B7']);
    expect(best(hall, [], { count: 5 })).toEqual(['B1', 'B2', 'B3', 'B4', 'B5']);
  });

  it('takes only the seat type that was asked for', () => {
    expect(best(hall, [], { count: 2, seatType: 'premium' })).toEqual(['C4', 'C5']);
    expect(best(hall, [], { count: 1, seatType: 'recliner' })).toBeUndefined();
  });

  it('leaves wheelchair and companion seats to those who ask for them', () => {
    const plan = planOf(['rwcr']);
    expect(best(plan, [], { count: 2 })).toEqual(['A4', 'A1']);
    expect(best(plan, ['A1', 'A4'], { count: 1 })).toBeUndefined();
    expect(best(plan, [], { count: 1, seatType: 'wheelchair' })).toEqual(['A2']);
  });

  it('puts wheelchair guests together, if not side by side then as close as can be', () => {
    const wheelchair = (count: number) => ({ count, seatType: 'wheelchair' }) as const;
    const plan = planOf(['wcrrwrrcwcw'], { x: 4, y: 0 });
    // A5 is nearest the focal point, but A9 and A11 are closest to each other.
    expect(best(plan, [], wheelchair(1))).toEqual(['A5']);
    expect(best(plan, [], wheelchair(2))).toEqual(['A9', 'A11']);
    expect(best(plan, ['A9'], wheelchair(2))).toEqual(['A1', 'A5']);
    expect(best(plan, [], wheelchair(4))).toEqual(['A1', 'A5', 'A9', 'A11']);
    expect(best(plan, [], wheelchair(5))).toBeUndefined();
    expect(best(planOf(['w r ww'], { x: 0, y: 0 }), [], wheelchair(2))).toEqual(['A3', 'A4']);
  });

  it('gives a companion seat away only once no wheelchair place beside it is free', () => {
    const plan = planOf(['wcrrwc']);
    const companion = { count: 1, seatType: 'companion' } as const;
    expect(best(plan, [], companion)).toBeUndefined();
    expect(best(plan, ['A5'], companion)).toEqual(['A6']);
  });

  it('does not count a companion seat beside a free wheelchair place as another choice', () => {
    const plan = planOf(['rwc', 'rc']);
    expect(best(plan, [], { count: 1, seatType: 'companion' })).toEqual(['B2']);
    expect(loneSeatsLeft(plan, () => true, [4])).toEqual({ seats: [3], avoidable: false });
  });

  it('keeps couple units whole', () => {
    const plan = planOf(['[][]r'], { x: 0.5, y: 0 });
    expect(best(plan, [], { count: 2 })).toEqual(['A1', 'A2']);
    expect(best(plan, [], { count: 1 })).toEqual(['A5']);
    expect(best(plan, [], { count: 3 })).toEqual(['A3', 'A4', 'A5']);
    expect(best(plan, ['A5'], { count: 3 })).toBeUndefined();
    expect(best(plan, ['A2'], { count: 4 })).toBeUndefined();
  });

  it('leaves no lone seat while another block does without', () => {
    const plan = planOf(['rrrrrrr'], { x: 3, y: 0 });
    expect(best(plan, ['A1', 'A2'], { count: 2 })).toEqual(['A3', 'A4']);
    expect(best(plan, ['A2'], { count: 1 })).toEqual(['A3']);
    expect(best(plan, ['A1', 'A4', 'A6', 'A7'], { count: 1 })).toEqual(['A5']);
  });

  it('splits over the fewest, closest groups when no block is large enough', () => {
    const plan = planOf(['rr rr', 'rr rr', 'rr rr'], { x: 0.5, y: 1 });
    expect(best(plan, [], { count: 4 })).toEqual(['B1', 'B2', 'A1', 'A2']);
    expect(best(plan, [], { count: 3 })).toEqual(['B1', 'B2', 'A1']);
    expect(best(plan, [], { count: 12 })).toHaveLength(12);
    expect(best(plan, [], { count: 13 })).toBeUndefined();
  });

  it('never walks into a dead end of units', () => {
    // Three seats side by side would leave one person without a seat; two couples seat all four.
    const plan = planOf(['[]r', '[]'], { x: 0, y: 0 });
    expect(best(plan, [], { count: 4 })).toEqual(['B1', 'B2', 'A1', 'A2']);
  });

  it('refuses counts that make no sense', () => {
    for (const count of [0, -1, 1.5, Number.NaN, 1_000]) expect(best(hall, [], { count })).toBeUndefined();
  });

  it('chooses free seats, as many as asked, of the right type, whole units, no lone seat that was avoidable', () => {
    const request = fc.record(
      { count: fc.integer({ min: 1, max: 12 }), seatType: fc.constantFrom(...seatTypes) },
      { requiredKeys: ['count'] },
    );
    fc.assert(
      fc.property(anyHall, request, ({ plan, free }, asked) => {
        const isFree = (seat: number): boolean => free[seat] ?? false;
        const suits = (seat: number): boolean =>
          isFree(seat) &&
          (asked.seatType === undefined
            ? !['wheelchair', 'companion'].includes(plan.types[seat] ?? '')
            : plan.types[seat] === asked.seatType) &&
          missingWheelchairs(plan, isFree, [seat]).length === 0;
        const chosen = bestAvailable(plan, isFree, asked);
        if (chosen === undefined) {
          expect(reachableTotals(plan, suits).has(asked.count)).toBe(false);
          return;
        }
        expect(new Set(chosen).size).toBe(asked.count);
        expect(chosen).toHaveLength(asked.count);
        expect(chosen.every(suits)).toBe(true);
        expect(missingPartners(plan, chosen)).toEqual([]);
        const oneBlock = chosen.every((seat, place) => place === 0 || plan.left[seat] === chosen[place - 1]);
        if (oneBlock) expect(loneSeatsLeft(plan, isFree, chosen).avoidable).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('chooses one block whenever any exists, and the nearest of the harmless ones', () => {
    fc.assert(
      fc.property(anyHall, fc.integer({ min: 1, max: 5 }), ({ plan, free }, count) => {
        const isFree = (seat: number): boolean => free[seat] ?? false;
        const distance = (seats: readonly number[]): number =>
          seats.reduce(
            (sum, seat) =>
              sum +
              ((plan.x[seat] ?? 0) - plan.focalPoint.x) ** 2 +
              ((plan.y[seat] ?? 0) - plan.focalPoint.y) ** 2,
            0,
          ) / count;
        // Test halls are drawn row by row from left to right, so a block is a range of indexes.
        const blocks: number[][] = [];
        for (let first = 0; first + count <= plan.size; first++) {
          const block = Array.from({ length: count }, (_, place) => first + place);
          const suits = block.every(
            (seat, place) =>
              isFree(seat) &&
              plan.rows[seat] === plan.rows[first] &&
              plan.x[seat] === (plan.x[first] ?? 0) + place &&
              !['wheelchair', 'companion'].includes(plan.types[seat] ?? ''),
          );
          if (suits && missingPartners(plan, block).length === 0) blocks.push(block);
        }
        if (blocks.length === 0) return;
        const harmless = blocks.filter((block) => loneSeatsLeft(plan, isFree, block).seats.length === 0);
        const least = Math.min(...(harmless.length > 0 ? harmless : blocks).map(distance));
        const chosen = bestAvailable(plan, isFree, { count });
        expect(blocks).toContainEqual(chosen);
        expect(distance(chosen ?? [])).toBeCloseTo(least, 6);
      }),
      { numRuns: 1_000 },
    );
  });
});
