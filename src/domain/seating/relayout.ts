import { seatsOfBlock, someBlock } from './blocks.ts';
import { centreOf, meanSquaredDistance, type Point, tieTolerance } from './distances.ts';
import type { SeatingPlan } from './SeatingPlan.ts';
import type { SeatType } from './seat.ts';
import { unitsOf } from './units.ts';

/** `other-unit`: the seats that it is sold together with are others. */
export type WhyMoved = 'gone' | 'other-type' | 'other-unit';

/** Seats that belong to one owner, by index in the present plan. */
export interface Party {
  readonly seats: readonly number[];
  /** Whether other seats are looked for. */
  readonly isMoved: boolean;
}

export interface SeatMove {
  /** By index in the present plan. */
  readonly seat: number;
  readonly why: WhyMoved;
  /** By index in the new plan; absent when no equal seat is free. */
  readonly to?: number;
}

/** The ids of the seats of each seat's unit, as one text; empty without a unit. */
const unitTexts = ({ ids, unitIds }: SeatingPlan): readonly string[] => {
  const texts = unitIds.map(() => '');
  for (const unit of unitsOf(unitIds.map((unitId, seat) => ({ seat, unitId })))) {
    const text = unit
      .map((seat) => ids[seat])
      .toSorted()
      .join(' ');
    for (const seat of unit) texts[seat] = text;
  }
  return texts;
};

const reasonsBetween = (from: SeatingPlan, to: SeatingPlan) => {
  const [units, unitsAfter] = [unitTexts(from), unitTexts(to)];
  return (seat: number): WhyMoved | undefined => {
    const kept = to.indexOf.get(from.ids[seat] ?? '');
    if (kept === undefined) return 'gone';
    if (to.types[kept] !== from.types[seat]) return 'other-type';
    return units[seat] === unitsAfter[kept] ? undefined : 'other-unit';
  };
};

const nearestBlock = (
  plan: SeatingPlan,
  size: number,
  isEligible: (seat: number) => boolean,
  aim: Point,
): readonly number[] | undefined => {
  let best = -1;
  let bestDistance = Number.POSITIVE_INFINITY;
  someBlock(plan, size, isEligible, (start) => {
    const distance = meanSquaredDistance(plan, start, size, aim);
    if (distance < bestDistance - tieTolerance) {
      best = start;
      bestDistance = distance;
    }
    return false;
  });
  return best < 0 ? undefined : seatsOfBlock(plan, best, size);
};

/** Whole units, and all other seats one by one. */
const piecesOf = (plan: SeatingPlan, seats: readonly number[]): readonly (readonly number[])[] => [
  ...unitsOf(seats.map((seat) => ({ seat, unitId: plan.unitIds[seat] }))),
  ...seats.filter((seat) => plan.unitIds[seat] === undefined).map((seat) => [seat]),
];

const byPlace = (plan: SeatingPlan) => (one: number, other: number) =>
  (plan.y[one] ?? 0) - (plan.y[other] ?? 0) || (plan.x[one] ?? 0) - (plan.x[other] ?? 0);

/** Gives seats of the new plan to those of the present one, and no seat twice. */
const openPlacing = (from: SeatingPlan, to: SeatingPlan, isTaken: (id: string) => boolean) => {
  const given = Uint8Array.from(to.ids, (id) => (isTaken(id) ? 1 : 0));
  const targets = new Map<number, number>();
  const placeBlock = (seats: readonly number[], type: SeatType, aim: Point): boolean => {
    const isEligible = (seat: number): boolean => given[seat] === 0 && to.types[seat] === type;
    const block = nearestBlock(to, seats.length, isEligible, aim);
    block?.forEach((target, place) => {
      given[target] = 1;
      const seat = seats[place];
      if (seat !== undefined) targets.set(seat, target);
    });
    return block !== undefined;
  };
  const placeType = (wanted: readonly number[], type: SeatType, beside: Point | undefined): void => {
    const seats = wanted.toSorted(byPlace(from));
    if (placeBlock(seats, type, beside ?? centreOf(from, seats))) return;
    for (const piece of piecesOf(from, seats)) placeBlock(piece, type, beside ?? centreOf(from, piece));
  };
  return {
    targets,
    /** Side by side where that is possible; companions beside the new wheelchair places. */
    place: (seats: readonly number[]): void => {
      const types = [...new Set(seats.flatMap((seat) => from.types[seat] ?? []))];
      const wheelchairs = seats.filter((seat) => from.types[seat] === 'wheelchair');
      for (const type of types.toSorted((a, b) => Number(b === 'wheelchair') - Number(a === 'wheelchair'))) {
        const places = wheelchairs.flatMap((seat) => targets.get(seat) ?? []);
        const beside = type === 'companion' && places.length > 0 ? centreOf(to, places) : undefined;
        placeType(
          seats.filter((seat) => from.types[seat] === type),
          type,
          beside,
        );
      }
    },
  };
};

/**
 * The seats that cannot stay when a hall gets a new plan, each with a free seat of the same type where there is one: a party
 * is kept side by side if possible, else each unit and seat moves as near as possible. Large parties are placed first. A
 * seat in use today is never assigned, so that the moves can be made in any order.
 */
export const relayout = (
  from: SeatingPlan,
  to: SeatingPlan,
  parties: readonly Party[],
): readonly SeatMove[] => {
  const whyOf = reasonsBetween(from, to);
  const inUse = new Set(parties.flatMap(({ seats }) => seats.map((seat) => from.ids[seat])));
  const moving = parties.map(({ seats, isMoved }) => ({
    seats: seats.filter((seat) => whyOf(seat) !== undefined),
    isMoved,
  }));
  const { place, targets } = openPlacing(from, to, (id) => inUse.has(id));
  const searching = moving.filter(({ seats, isMoved }) => isMoved && seats.length > 0);
  for (const { seats } of searching.toSorted((a, b) => b.seats.length - a.seats.length)) place(seats);
  return moving.flatMap(({ seats }) =>
    seats.flatMap((seat): SeatMove[] => {
      const why = whyOf(seat);
      const target = targets.get(seat);
      if (why === undefined) return [];
      return [{ seat, why, ...(target === undefined ? {} : { to: target }) }];
    }),
  );
};
