import { LRUCache } from 'lru-cache';
import { businessDateOf, utcOffsetOf } from '../../domain/kernel/businessDate.ts';

export interface BusinessHour {
  readonly date: string;
  /** Minutes ahead of UTC. */
  readonly offset: number;
}

/** Every offset in use is a multiple of this, so all instants of one share their date and offset. */
const quarterMs = 15 * 60_000;
const known = new LRUCache<string, BusinessHour>({ max: 10_000 });

/** Of an instant: its business date, and the offset that makes its local hour. */
export const businessHourOf = (instant: string, zone: string): BusinessHour => {
  const key = `${zone} ${Math.floor(Date.parse(instant) / quarterMs)}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = { date: businessDateOf(instant, zone), offset: utcOffsetOf(instant, zone) };
  known.set(key, made);
  return made;
};
