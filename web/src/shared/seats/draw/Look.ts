import type { Choice } from '../choice/Choice.ts';
import type { LiveMap } from '../live/LiveMap.ts';
import type { Seat } from '../plan/SeatPlan.ts';

/** How a seat stands: free, chosen here, wished for and not held yet, not to be had, or not known before the map comes. Staff see why. */
export type Look = 'free' | 'own' | 'wish' | 'taken' | 'reserved' | 'blocked' | 'unknown';

export type LookOf = (seat: Seat) => Look;

export const canChoose = (look: Look): boolean => look !== 'taken' && look !== 'unknown';

/** One's own choice first: what the map says of it may be older. */
export const looksOf = (map: LiveMap | undefined, choice: Choice): LookOf => {
  const wanted = new Set(choice.wanted);
  const held = new Set(choice.hold?.seats.map(({ id }) => id));
  const gone = new Set(choice.refusal?.kind === 'gone' ? choice.refusal.seats : []);
  return ({ id, index }) => {
    if (wanted.has(id)) return held.has(id) ? 'own' : 'wish';
    if (gone.has(id)) return 'taken';
    if (held.has(id)) return 'free';
    if (map === undefined) return 'unknown';
    return map.status[index] === 'A' ? 'free' : 'taken';
  };
};

const lookOfLetter: Readonly<Record<string, Look>> = { A: 'free', H: 'reserved', B: 'taken', X: 'blocked' };

/** As staff see the house: the chosen seats, and of all others what the map says. */
export const looksInHouse =
  (map: LiveMap | undefined, chosen: ReadonlySet<string>): LookOf =>
  ({ id, index }) =>
    chosen.has(id) ? 'own' : (lookOfLetter[map?.status[index] ?? ''] ?? 'unknown');
