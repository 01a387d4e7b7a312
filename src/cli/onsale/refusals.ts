import type { LostDemand, Refusal } from '../../domain/demand/events.ts';
import { CommandRefused } from '../command/CommandRefused.ts';

/** A guest who was refused, and between which instants. */
export interface RefusedGuest extends Omit<Refusal, 'count'> {
  readonly atMs: number;
  readonly untilMs: number;
}

export interface Refusals {
  /** In the order of time, spread evenly over the period that each was counted in. */
  readonly guests: readonly RefusedGuest[];
  /** Refused by what no rule of the showtime decides: a waiting room, a challenge, a budget, closed sales. */
  readonly atTheDoor: number;
}

const guestsMax = 500_000;

const byRules: readonly Refusal['why'][] = [
  'sold-out',
  'seats-unavailable',
  'lone-seat',
  'seats-belong-together',
  'too-many-seats',
];

/** `attemptsPerGuest`: refusals that are taken to be of one guest. Throws CommandRefused. */
export const refusalsOf = (lost: readonly LostDemand[], attemptsPerGuest: number): Refusals => {
  const guests: RefusedGuest[] = [];
  let atTheDoor = 0;
  let attempts = 0;
  for (const { from, until, refusals } of lost) {
    const [fromMs, untilMs] = [Date.parse(from), Date.parse(until)];
    for (const { count, ...refusal } of refusals) {
      if (!byRules.includes(refusal.why)) {
        atTheDoor += count;
        continue;
      }
      attempts += count;
      const came = Math.floor(attempts / attemptsPerGuest);
      attempts %= attemptsPerGuest;
      if (guests.length + came > guestsMax)
        throw new CommandRefused(`more than ${guestsMax} guests were refused: say --attempts-per-guest`);
      for (let nth = 0; nth < came; nth += 1) {
        const atMs = Math.floor(fromMs + ((nth + 0.5) / came) * (untilMs - fromMs));
        guests.push({ ...refusal, atMs, untilMs });
      }
    }
  }
  return { guests: guests.sort((one, other) => one.atMs - other.atMs), atTheDoor };
};
