import type { Letter } from '../../../shared/seats/live/LiveMap.ts';
import type { LogEvent } from '../log/LogEvent.ts';
import { movedSeats, pricesIn, type SeatChange, seatChanges } from './seatChanges.ts';

export type Letters = ReadonlyMap<string, Letter>;
type Counts = Readonly<Record<Letter, number>>;

/** The house after one event. */
export interface Step {
  readonly event: LogEvent;
  readonly atMs: number;
  readonly layoutVersion: number;
  readonly changes: readonly SeatChange[];
  readonly counts: Counts;
  /** Frozen prices of the seats that are sold, in minor units. */
  readonly soldMinor: number;
}

export interface ShowHistory {
  /** From the first hold on, only events that change the map. */
  readonly steps: readonly Step[];
  readonly currency: string | undefined;
  /** The map before step 0, step `keyframeEvery`, and so on. */
  readonly keyframes: readonly Letters[];
}

const keyframeEvery = 100;

const change = (letters: Map<string, Letter>, [id, letter]: SeatChange): void => {
  if (letter === undefined) letters.delete(id);
  else letters.set(id, letter);
};

/** @param events of one showtime, in order from its first */
export const foldShow = (events: readonly LogEvent[]): ShowHistory => {
  const letters = new Map<string, Letter>();
  const prices = new Map<string, number>();
  const counts: Record<Letter, number> = { A: 0, H: 0, B: 0, X: 0 };
  const steps: Step[] = [];
  const keyframes: Letters[] = [];
  let [layoutVersion, soldMinor] = [1, 0];
  let currency: string | undefined;
  const apply = ([id, letter]: SeatChange): void => {
    const before = letters.get(id);
    if (before !== undefined) counts[before] -= 1;
    if (before === 'B') soldMinor -= prices.get(id) ?? 0;
    if (letter === 'B') soldMinor += prices.get(id) ?? 0;
    if (letter !== undefined) counts[letter] += 1;
    change(letters, [id, letter]);
  };
  for (const event of events) {
    const { type, data, at } = event;
    const moves = type === 'ShowtimeScheduled' || type === 'ShowtimeMovedToLayout';
    if (moves) layoutVersion = Number(data.layoutVersion);
    const changes = type === 'ShowtimeMovedToLayout' ? movedSeats(letters, data) : seatChanges(event);
    if (!moves && changes.length === 0) continue;
    const isShown = steps.length > 0 || type === 'SeatsHeld';
    if (isShown && steps.length % keyframeEvery === 0) keyframes.push(new Map(letters));
    for (const [id, price] of pricesIn(event)) {
      prices.set(id, price.amount);
      currency = price.currency;
    }
    for (const each of changes) apply(each);
    if (!isShown) continue;
    steps.push({ event, atMs: Date.parse(at), layoutVersion, changes, counts: { ...counts }, soldMinor });
  }
  return { steps, currency, keyframes };
};

/** The map after a step. */
export const lettersAt = ({ steps, keyframes }: ShowHistory, index: number): Letters => {
  const frame = Math.floor(index / keyframeEvery);
  const letters = new Map(keyframes[frame]);
  for (const { changes } of steps.slice(frame * keyframeEvery, index + 1)) {
    for (const each of changes) change(letters, each);
  }
  return letters;
};

/** The last step at or before a place on the axis; the first where there is none. */
export const stepAt = (places: readonly number[], at: number): number => {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
};
