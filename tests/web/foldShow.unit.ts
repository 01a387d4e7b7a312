/** The time slider's map after each event is the one that an independent judge folds from the log. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LogEvent } from '../../web/src/features/analyst/log/LogEvent.ts';
import { foldShow, lettersAt, stepAt } from '../../web/src/features/analyst/show/foldShow.ts';
import { seatOwnership } from '../support/seatOwnership.ts';

const seatIds = ['A1', 'A2', 'A3', 'B1', 'B2', 'B3'];
const price = { amount: 1_250, currency: 'GBP' };

type Told = Pick<LogEvent, 'type' | 'data'>;

const logOf = (told: readonly Told[]): readonly LogEvent[] =>
  told.map(({ type, data }, revision) => ({
    ...{ type, data, revision, version: 1, stream: 'showtime-1', id: String(revision) },
    at: new Date(1_764_000_000_000 + revision * 1_000).toISOString(),
    position: String(revision).padStart(20, '0'),
    metadata: { correlationId: 'r', causationId: 'r', actor: { role: 'guest' } },
  }));

const scheduled: Told = {
  type: 'ShowtimeScheduled',
  data: { layoutVersion: 1, seats: seatIds.map((id) => ({ id })) },
};

/** What may happen to a seat of each letter. */
const turns: Readonly<Record<string, (id: string) => readonly Told[]>> = {
  A: (id) => [
    { type: 'SeatsHeld', data: { holdId: `hold of ${id}`, seats: [{ id, price }] } },
    { type: 'SeatsBlocked', data: { seatIds: [id] } },
  ],
  H: (id) => [
    { type: 'HoldExpired', data: { holdId: `hold of ${id}`, seatIds: [id] } },
    { type: 'SeatsBooked', data: { holdId: `hold of ${id}`, bookingId: `b-${id}`, seatIds: [id] } },
  ],
  B: (id) => [{ type: 'SeatsReturned', data: { bookingId: `b-${id}`, seatIds: [id] } }],
  X: (id) => [{ type: 'SeatsUnblocked', data: { seatIds: [id] } }],
};

/** Each number chooses a seat, and what happens to it. */
const storyOf = (choices: readonly number[]): readonly LogEvent[] => {
  const told: Told[] = [scheduled];
  for (const choice of choices) {
    const id = seatIds[choice % seatIds.length] ?? '';
    const may = turns[seatOwnership(told).get(id)?.letter ?? '']?.(id) ?? [];
    told.push(...may.slice(choice % may.length).slice(0, 1));
  }
  return logOf(told);
};

it('is right after every step, from the first hold to the last', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(999), { maxLength: 260, size: 'max' }), (choices) => {
      const events = storyOf(choices);
      const history = foldShow(events);
      const first = events.findIndex(({ type }) => type === 'SeatsHeld');
      expect(history.steps.map(({ event }) => event)).toEqual(first < 0 ? [] : events.slice(first));
      for (const [index, { event, counts, soldMinor }] of history.steps.entries()) {
        const owners = seatOwnership(events.slice(0, event.revision + 1));
        const letters = [...owners].map(([id, { letter }]) => [id, letter] as const);
        expect(lettersAt(history, index)).toEqual(new Map(letters));
        const booked = letters.filter(([, letter]) => letter === 'B').length;
        expect([counts.B, soldMinor]).toEqual([booked, booked * price.amount]);
      }
    }),
    { numRuns: 20 },
  );
});

it('has no step before the first hold, but what was blocked before', () => {
  const events = logOf([
    scheduled,
    { type: 'SeatsBlocked', data: { seatIds: ['B3'] } },
    { type: 'SeatsHeld', data: { holdId: 'h', seats: [{ id: 'A1', price }] } },
    { type: 'HoldSwapped', data: { holdId: 'h', released: ['A1'], added: [{ id: 'A2', price }] } },
    { type: 'HoldExtended', data: { holdId: 'h' } },
  ]);
  const history = foldShow(events);
  expect(history.steps.map(({ event }) => event.type)).toEqual(['SeatsHeld', 'HoldSwapped']);
  expect([...lettersAt(history, 1)].map(([, letter]) => letter).join('')).toBe('AHAAAX');
});

it('goes over to another layout', () => {
  const moved = { layoutVersion: 2, seats: [...seatIds.slice(1), 'C1'].map((id) => ({ id })) };
  const events = logOf([
    scheduled,
    { type: 'SeatsHeld', data: { holdId: 'h', seats: [{ id: 'A2', price }] } },
    { type: 'ShowtimeMovedToLayout', data: moved },
  ]);
  const history = foldShow(events);
  expect(history.steps.map(({ layoutVersion }) => layoutVersion)).toEqual([1, 2]);
  expect([...lettersAt(history, 1)].map(([id, letter]) => id + letter)).toEqual([
    ...['A2H', 'A3A', 'B1A', 'B2A', 'B3A', 'C1A'],
  ]);
  expect(history.steps[1]?.counts).toEqual({ A: 5, H: 1, B: 0, X: 0 });
});

it('finds the step that a place on the axis belongs to', () => {
  const places = [0, 2, 2, 5];
  expect([-1, 0, 1, 2, 4.9, 5, 9].map((at) => stepAt(places, at))).toEqual([0, 0, 0, 2, 2, 3, 3]);
  expect(stepAt([], 3)).toBe(0);
});
