/** A hall's timetable: each command allowed, refused, nothing to do, and the law that no two slots overlap. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Timed } from '../../../src/domain/kernel/decider.ts';
import type { ScheduleCommand } from '../../../src/domain/schedule/commands.ts';
import type { ScheduleEvent, Slot } from '../../../src/domain/schedule/events.ts';
import { scheduleDecider } from '../../../src/domain/schedule/scheduleDecider.ts';
import { specification } from '../../support/given.ts';
import { iso, minutes, usd, uuid } from '../../support/showtimes.ts';

const { given } = specification(scheduleDecider);
const nowMs = Date.parse('2026-11-20T12:00:00.000Z');
const hoursFromNow = (hours: number): string => iso(nowMs + minutes(60 * hours));

/** Two hours long, starting so many hours from now. */
const slot = (n: number, startHours: number, more: Partial<Slot> = {}): Slot => ({
  showtimeId: uuid(n),
  movieId: uuid(100),
  theaterId: uuid(101),
  hallId: uuid(102),
  startsAt: hoursFromNow(startHours),
  endsAt: hoursFromNow(startHours + 2),
  cleaningMs: minutes(20),
  layoutVersion: 1,
  basePrice: usd(1_250),
  format: '2D',
  language: 'en',
  ...more,
});
const reserve = (wanted: Slot, at = nowMs): Timed<ScheduleCommand> => ({
  type: 'ReserveSlot',
  nowMs: at,
  ...wanted,
});
const reserved = (wanted: Slot, at = nowMs): ScheduleEvent => ({
  type: 'SlotReserved',
  data: { ...wanted, reservedAt: iso(at) },
});
const third = 1 / 3;

describe('ReserveSlot', () => {
  it('keeps the time', () =>
    given()
      .when(reserve(slot(1, 5)))
      .gives(reserved(slot(1, 5))));

  it('lets the next show start as soon as the hall is clean, and end in time for the one after', () => {
    given(reserved(slot(1, 5)))
      .when(reserve(slot(2, 7 + third)))
      .gives(reserved(slot(2, 7 + third)));
    given(reserved(slot(1, 5)))
      .when(reserve(slot(2, 3 - third)))
      .gives(reserved(slot(2, 3 - third)));
  });

  it.each([
    ['a minute too early after it', 7 + third - 1 / 60],
    ['a minute too late before it', 3 - third + 1 / 60],
    ['at the same time', 5],
    ['within it', 6],
  ])('is refused %s', (_, startHours) =>
    given(reserved(slot(1, 5)))
      .when(reserve(slot(2, startHours)))
      .isRefused({
        reason: 'HallBusy',
        showtimeId: uuid(1),
        startsAt: hoursFromNow(5),
        freeFrom: hoursFromNow(7 + third),
      }),
  );

  it('is refused around a shorter one, naming the first in the way', () =>
    given(reserved(slot(2, 10)), reserved(slot(1, 5)))
      .when(reserve(slot(3, 4, { endsAt: hoursFromNow(20) })))
      .isRefused({
        reason: 'HallBusy',
        showtimeId: uuid(1),
        startsAt: hoursFromNow(5),
        freeFrom: hoursFromNow(7 + third),
      }));

  it('goes by the cleaning time of the show that comes first', () => {
    given(reserved(slot(1, 5, { cleaningMs: 0 })))
      .when(reserve(slot(2, 7)))
      .gives(reserved(slot(2, 7)));
    given(reserved(slot(1, 5)))
      .when(reserve(slot(2, 3, { cleaningMs: 0 })))
      .gives(reserved(slot(2, 3, { cleaningMs: 0 })));
  });

  it('has nothing to do for the same showtime at the same time, even once it has begun', () => {
    given(reserved(slot(1, 5)))
      .when(reserve(slot(1, 5, { language: 'fr' })))
      .givesNothing();
    given(reserved(slot(1, 5)))
      .when(reserve(slot(1, 5), nowMs + minutes(6 * 60)))
      .givesNothing();
  });

  it('is refused for the same showtime at another time or with another movie', () => {
    const own = {
      reason: 'ShowtimeAlreadyReserved',
      startsAt: hoursFromNow(5),
      endsAt: hoursFromNow(7),
    } as const;
    given(reserved(slot(1, 5)))
      .when(reserve(slot(1, 15)))
      .isRefused(own);
    given(reserved(slot(1, 5)))
      .when(reserve(slot(1, 5, { movieId: uuid(9) })))
      .isRefused(own);
    given(reserved(slot(1, 5)))
      .when(reserve(slot(1, 5, { endsAt: hoursFromNow(8) })))
      .isRefused(own);
  });

  it('is refused in the past and absurdly far ahead', () => {
    given()
      .when(reserve(slot(1, -1 / 3_600_000)))
      .isRefused({ reason: 'StartsInThePast' });
    given()
      .when(reserve(slot(1, 0)))
      .gives(reserved(slot(1, 0)));
    given()
      .when(reserve(slot(1, 400 * 24)))
      .gives(reserved(slot(1, 400 * 24)));
    given()
      .when(reserve(slot(1, 400 * 24 + 0.001)))
      .isRefused({ reason: 'StartsTooFarAhead', daysMax: 400 });
  });

  it('is refused when the timetable is full', () => {
    const brief = (n: number): Slot =>
      slot(n, n / 60, { endsAt: iso(nowMs + minutes(n) + 30_000), cleaningMs: 0 });
    const full = Array.from({ length: 5_000 }, (_, n) => reserved(brief(n)));
    given(...full)
      .when(reserve(brief(5_000)))
      .isRefused({ reason: 'TimetableFull', max: 5_000 });
  });

  it('throws for a slot of no length: that is a bug of the caller', () => {
    const { state } = given();
    const command = reserve(slot(1, 5, { endsAt: hoursFromNow(5) }));
    expect(() => scheduleDecider.decide(command, state)).toThrow(RangeError);
  });
});

describe('FreeSlot', () => {
  const free = (n: number, at = nowMs): Timed<ScheduleCommand> => ({
    type: 'FreeSlot',
    nowMs: at,
    showtimeId: uuid(n),
  });
  const freed = (n: number): ScheduleEvent => ({ type: 'SlotFreed', data: { showtimeId: uuid(n) } });

  it('gives the time back', () => {
    given(reserved(slot(1, 5)))
      .when(free(1))
      .gives(freed(1));
    given(reserved(slot(1, 5)), freed(1))
      .when(reserve(slot(2, 6)))
      .gives(reserved(slot(2, 6)));
  });

  it('has nothing to do when there is no such slot, or it is over', () => {
    given(reserved(slot(1, 5)))
      .when(free(2))
      .givesNothing();
    given(reserved(slot(1, 5)), freed(1))
      .when(free(1))
      .givesNothing();
    given(reserved(slot(1, 5)))
      .when(free(1, nowMs + minutes(60 * 8)))
      .givesNothing();
  });
});

describe('the fold', () => {
  it('keeps slots by start and forgets those that were over when a later one was reserved', () => {
    const shown = (...history: readonly ScheduleEvent[]): string[] =>
      given(...history).state.slots.map((kept) => kept.slot.showtimeId);
    expect(shown(reserved(slot(2, 10)), reserved(slot(1, 5)))).toEqual([uuid(1), uuid(2)]);
    const cleanAtMs = nowMs + minutes(60 * 7 + 20);
    expect(shown(reserved(slot(1, 5)), reserved(slot(2, 10), cleanAtMs - 1))).toEqual([uuid(1), uuid(2)]);
    expect(shown(reserved(slot(1, 5)), reserved(slot(2, 10), cleanAtMs))).toEqual([uuid(2)]);
  });

  it('never changes the state that it was given', () => {
    const { state } = given(reserved(slot(1, 5)));
    const before = structuredClone(state);
    scheduleDecider.evolve(state, reserved(slot(2, 1)));
    scheduleDecider.evolve(state, { type: 'SlotFreed', data: { showtimeId: uuid(1) } });
    expect(state).toEqual(before);
  });
});

interface Step {
  readonly afterMinutes: number;
  readonly showtime: number;
  readonly startMinutes: number;
  readonly lengthMinutes: number;
  readonly cleaningMinutes: number;
  readonly frees: boolean;
}

const commandOf = (step: Step, at: number): Timed<ScheduleCommand> => {
  if (step.frees) return { type: 'FreeSlot', nowMs: at, showtimeId: uuid(step.showtime) };
  const fromMs = at + minutes(step.startMinutes);
  const times = { startsAt: iso(fromMs), endsAt: iso(fromMs + minutes(step.lengthMinutes)) };
  return reserve(slot(step.showtime, 0, { ...times, cleaningMs: minutes(step.cleaningMinutes) }), at);
};

/** All events that a timetable gives when it is asked these things, one after the other. */
const eventsOf = (steps: readonly Step[]): ScheduleEvent[] => {
  let at = nowMs;
  let state = scheduleDecider.initialState;
  const events: ScheduleEvent[] = [];
  for (const step of steps) {
    at += minutes(step.afterMinutes);
    const decision = scheduleDecider.decide(commandOf(step, at), state);
    for (const event of decision.kind === 'accepted' ? decision.events : []) {
      state = scheduleDecider.evolve(state, event);
      events.push(event);
    }
  }
  return events;
};

describe('under any order of commands', () => {
  const step: fc.Arbitrary<Step> = fc.record({
    afterMinutes: fc.integer({ min: 0, max: 400 }),
    showtime: fc.integer({ min: 1, max: 12 }),
    startMinutes: fc.integer({ min: -60, max: 2_000 }),
    lengthMinutes: fc.integer({ min: 1, max: 240 }),
    cleaningMinutes: fc.constantFrom(0, 10, 20),
    frees: fc.boolean(),
  });

  it('no two slots of a hall overlap, cleaning included', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        // The second opinion: everything ever reserved and not freed, nothing forgotten.
        const standing: { id: string; fromMs: number; cleanMs: number }[] = [];
        for (const { type, data } of eventsOf(steps)) {
          if (type === 'SlotFreed') {
            const place = standing.findLastIndex(({ id }) => id === data.showtimeId);
            expect(place).toBeGreaterThanOrEqual(0);
            standing.splice(place, 1);
            continue;
          }
          const fromMs = Date.parse(data.startsAt);
          const cleanMs = Date.parse(data.endsAt) + data.cleaningMs;
          expect(standing.filter((other) => other.fromMs < cleanMs && fromMs < other.cleanMs)).toEqual([]);
          standing.push({ id: data.showtimeId, fromMs, cleanMs });
        }
      }),
      { numRuns: 500 },
    );
  });
});
