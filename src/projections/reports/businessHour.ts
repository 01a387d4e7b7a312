import { LRUCache } from 'lru-cache';
import { businessDateOf, localHourOf } from '../../domain/kernel/businessDate.ts';

export interface BusinessHour {
  readonly date: string;
  readonly hour: string;
}

/** Every offset in use is a multiple of this, so all instants of one share their local hour. */
const quarterMs = 15 * 60_000;
const known = new LRUCache<string, BusinessHour>({ max: 10_000 });

/** The business date and the local hour of an instant. */
export const businessHourOf = (instant: string, zone: string): BusinessHour => {
  const key = `${zone} ${Math.floor(Date.parse(instant) / quarterMs)}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = { date: businessDateOf(instant, zone), hour: localHourOf(instant, zone) };
  known.set(key, made);
  return made;
};
