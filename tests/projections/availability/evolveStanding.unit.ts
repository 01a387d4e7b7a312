/** The model and the fold of the stream count the same seats, whatever is taken, given back or drawn otherwise. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeEvent } from '../../../src/domain/kernel/eventDefinition.ts';
import type { Seat } from '../../../src/domain/seating/seat.ts';
import { type ShowtimeEvent, showtimeEvents } from '../../../src/domain/showtime/events.ts';
import { evolveShowtime } from '../../../src/domain/showtime/evolveShowtime.ts';
import { availableIn } from '../../../src/domain/showtime/inventory/SeatInventory.ts';
import { showtimeDecider } from '../../../src/domain/showtime/showtimeDecider.ts';
import {
  evolveStanding,
  type StandingEvent,
  type StandingFold,
  standingDefinitions,
  standingOfFold,
} from '../../../src/projections/availability/evolveStanding.ts';
import { anyRows, seatsOf } from '../../domain/seating/halls.ts';
import { onSale } from '../../support/showtimes.ts';

const standingAfter = (events: readonly ShowtimeEvent[]) => {
  const fold = events
    .map(({ type, data }) =>
      decodeEvent<StandingEvent>(standingDefinitions, {
        type,
        version: showtimeEvents[type].version,
        data,
      }),
    )
    .reduce<StandingFold | undefined>(evolveStanding, undefined);
  if (fold === undefined) throw new Error('nothing was scheduled');
  return standingOfFold(fold);
};

const availableAfter = (events: readonly ShowtimeEvent[]): number => {
  const state = events.reduce(evolveShowtime, showtimeDecider.initialState);
  if (state.status === 'none') throw new Error('nothing was scheduled');
  return availableIn(state.inventory);
};

/** What a person would count: free, and no seat of the same unit taken. */
const countByHand = (seats: readonly Seat[], taken: ReadonlySet<string>): number =>
  seats.filter(
    ({ id, unitId }) =>
      !taken.has(id) &&
      !seats.some((other) => unitId !== undefined && other.unitId === unitId && taken.has(other.id)),
  ).length;

it('counts what can be bought as the fold of the stream does, halves of torn units included', () => {
  const steps = fc.array(
    fc.record({ seats: fc.array(fc.nat({ max: 60 }), { minLength: 1 }), free: fc.boolean() }),
    {
      maxLength: 8,
    },
  );
  let torn = 0;
  fc.assert(
    fc.property(anyRows, steps, fc.boolean(), (rows, changes, redrawn) => {
      const seats = seatsOf(rows);
      const events: ShowtimeEvent[] = [...onSale({ seats })];
      const taken = new Set<string>();
      for (const { seats: places, free } of changes) {
        const ids = [...new Set(places.flatMap((place) => seats[place % seats.length]?.id ?? []))];
        const changed = ids.filter((id) => taken.has(id) === free);
        if (changed.length === 0) continue;
        for (const id of changed)
          if (free) taken.delete(id);
          else taken.add(id);
        events.push(
          free
            ? { type: 'SeatsUnblocked', data: { seatIds: changed } }
            : { type: 'SeatsBlocked', data: { seatIds: changed, reason: { box: 'x' } } },
        );
      }
      // Every pair of seats becomes a unit, whatever is taken of it.
      const drawn = seats.map((seat, place) => ({ ...seat, unitId: `${Math.floor(place / 2)}` }));
      const now = redrawn ? drawn : seats;
      if (redrawn) {
        const data = { layoutVersion: 2, focalPoint: { x: 0, y: 0 }, seats: drawn };
        events.push({ type: 'ShowtimeMovedToLayout', data });
      }
      const expected = countByHand(now, taken);
      if (expected < now.length - taken.size) torn += 1;
      expect(availableAfter(events)).toBe(expected);
      const { totalSeats, availableSeats } = standingAfter(events);
      expect([totalSeats, availableSeats]).toEqual([now.length, expected]);
    }),
    { numRuns: 500 },
  );
  expect(torn).toBeGreaterThan(0);
});
