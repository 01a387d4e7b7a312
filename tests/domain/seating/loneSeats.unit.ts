/** The lone-seat rule in drawn halls, and against its definition by brute force in any hall. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { missingWheelchairs } from '../../../src/domain/seating/companions.ts';
import { loneSeatsLeft } from '../../../src/domain/seating/loneSeats.ts';
import type { SeatingPlan } from '../../../src/domain/seating/SeatingPlan.ts';
import { missingPartners } from '../../../src/domain/seating/units.ts';
import { anyHall, at, idsOf, planOf } from './halls.ts';

const left = (plan: SeatingPlan, taken: readonly string[], chosen: readonly string[]) => {
  const gone = new Set(at(plan, ...taken));
  const { seats, avoidable } = loneSeatsLeft(plan, (seat) => !gone.has(seat), at(plan, ...chosen));
  return { seats: idsOf(plan, seats), avoidable };
};

describe('loneSeatsLeft', () => {
  const row = planOf(['rrrrrr']);

  it('names the single free seat between taken ones, and that it could have been avoided', () => {
    expect(left(row, ['A1'], ['A3'])).toEqual({ seats: ['A2'], avoidable: true });
    expect(left(row, [], ['A1', 'A3', 'A5'])).toEqual({ seats: ['A2', 'A4', 'A6'], avoidable: true });
  });

  it('is content with two free seats', () => {
    expect(left(row, ['A1'], ['A4'])).toEqual({ seats: [], avoidable: false });
    expect(left(row, [], ['A3', 'A4'])).toEqual({ seats: [], avoidable: false });
  });

  it('names the single free seat between a taken one and the end of its row', () => {
    expect(left(row, [], ['A2', 'A3'])).toEqual({ seats: ['A1'], avoidable: true });
    expect(left(row, [], ['A5'])).toEqual({ seats: ['A6'], avoidable: true });
    expect(left(row, [], ['A1', 'A2'])).toEqual({ seats: [], avoidable: false });
  });

  it('takes an aisle for the end of a row', () => {
    const aisles = planOf(['rrr rrr']);
    expect(left(aisles, [], ['A2'])).toEqual({ seats: ['A1', 'A3'], avoidable: true });
    expect(left(aisles, ['A1', 'A6'], ['A5'])).toEqual({ seats: ['A4'], avoidable: false });
    expect(left(aisles, ['A1', 'A2', 'A6'], ['A5'])).toEqual({ seats: ['A4'], avoidable: true });
    expect(left(aisles, ['A1', 'A2', 'A3', 'A6'], ['A5'])).toEqual({ seats: ['A4'], avoidable: false });
    expect(left(aisles, [], ['A3'])).toEqual({ seats: [], avoidable: false });
  });

  it('never blames a seat that has no neighbour at all', () => {
    const single = planOf(['r rr r']);
    expect(left(single, [], ['A2', 'A3'])).toEqual({ seats: [], avoidable: false });
    expect(left(single, [], ['A2'])).toEqual({ seats: ['A3'], avoidable: true });
  });

  it('does not blame a choice for a seat that was lone before', () => {
    expect(left(row, ['A1', 'A3'], ['A4'])).toEqual({ seats: [], avoidable: false });
  });

  it('allows it when no other choice is left', () => {
    expect(left(planOf(['rrrr']), ['A1', 'A4'], ['A2'])).toEqual({ seats: ['A3'], avoidable: false });
    expect(left(planOf(['rrrrr']), ['A1', 'A5'], ['A2', 'A3'])).toEqual({ seats: ['A4'], avoidable: false });
  });

  it('counts as another choice only what has the same types, keeps units whole and is free', () => {
    expect(left(planOf(['rrrr', 'pppp']), ['A1', 'A4'], ['A2'])).toEqual({ seats: ['A3'], avoidable: false });
    expect(left(planOf(['rrrr', '[][]']), ['A1', 'A4'], ['A2'])).toEqual({ seats: ['A3'], avoidable: false });
    expect(left(planOf(['rrrr', 'rr']), ['A1', 'A4'], ['A2'])).toEqual({ seats: ['A3'], avoidable: false });
    expect(left(planOf(['rrrr', 'rrr']), ['A1', 'A4'], ['A2'])).toEqual({ seats: ['A3'], avoidable: true });
    expect(left(planOf(['rrrr', 'rr']), ['A1', 'A4', 'B1', 'B2'], ['A2'])).toEqual({
      seats: ['A3'],
      avoidable: false,
    });
    expect(left(planOf(['rprrr', 'pr']), ['A1', 'A5'], ['A2', 'A3'])).toEqual({
      seats: ['A4'],
      avoidable: true,
    });
    expect(left(planOf(['rprrr', 'pp', 'rr']), ['A1', 'A5'], ['A2', 'A3'])).toEqual({
      seats: ['A4'],
      avoidable: false,
    });
  });

  it('re-seats a choice in several pieces piece by piece', () => {
    const plan = planOf(['rrrr', 'rrr', 'rrr', 'rrr']);
    expect(left(plan, ['A1', 'A4'], ['A2', 'B1', 'C1'])).toEqual({ seats: ['A3'], avoidable: true });
    expect(left(planOf(['rrrr', 'p']), ['A1', 'A4'], ['A2', 'B1'])).toEqual({
      seats: ['A3'],
      avoidable: false,
    });
  });

  it('keeps to the definition in any hall', () => {
    fc.assert(
      fc.property(anyHall, fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 6 }), (hall, wanted) => {
        const { plan, free } = hall;
        const isFree = (seat: number): boolean => free[seat] ?? false;
        const first = wanted.map((seat) => seat % plan.size).filter(isFree);
        const chosen = [...new Set([...first, ...missingPartners(plan, first)])].filter(isFree);
        const after = free.map((value, seat) => value && !chosen.includes(seat));

        // Test halls are drawn row by row, so neighbours have neighbouring indexes.
        const beside = (seat: number, other: number): boolean =>
          plan.rows[seat] === plan.rows[other] && Math.abs((plan.x[seat] ?? 0) - (plan.x[other] ?? 0)) === 1;
        const isClosed = (now: readonly boolean[], seat: number, other: number): boolean =>
          !(beside(seat, other) && now[other] === true);
        const isLone = (now: readonly boolean[], seat: number): boolean =>
          now[seat] === true && [seat - 1, seat + 1].every((other) => isClosed(now, seat, other));
        const expected = after.flatMap((_, seat) =>
          isLone(after, seat) && !isLone(free, seat) ? [seat] : [],
        );
        expect(loneSeatsLeft(plan, isFree, chosen).seats).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('calls a choice of neighbours avoidable exactly when some block of the same types that may be held does without', () => {
    fc.assert(
      fc.property(anyHall, fc.nat(), fc.integer({ min: 1, max: 4 }), ({ plan, free }, from, count) => {
        const isFree = (seat: number): boolean => free[seat] ?? false;
        const blockAt = (first: number): number[] | undefined => {
          const block = Array.from({ length: count }, (_, place) => first + place);
          const whole = block.every(
            (seat, place) =>
              isFree(seat) &&
              plan.rows[seat] === plan.rows[first] &&
              plan.x[seat] === (plan.x[first] ?? 0) + place,
          );
          const lawful =
            missingPartners(plan, block).length === 0 && missingWheelchairs(plan, isFree, block).length === 0;
          return whole && lawful ? block : undefined;
        };
        const typesOf = (block: readonly number[]): string[] =>
          block.map((seat) => plan.types[seat] ?? '').sort();
        const chosen = blockAt(from % plan.size);
        if (chosen === undefined) return;
        const verdict = loneSeatsLeft(plan, isFree, chosen);
        if (verdict.seats.length === 0) return;
        const others = Array.from({ length: plan.size }, (_, first) => blockAt(first)).filter(
          (block) =>
            block !== undefined &&
            typesOf(block).join() === typesOf(chosen).join() &&
            loneSeatsLeft(plan, isFree, block).seats.length === 0,
        );
        expect(verdict.avoidable).toBe(others.length > 0);
      }),
      { numRuns: 3_000 },
    );
  });
});
