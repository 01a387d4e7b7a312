import type { EndedHold, SeatInventory } from './SeatInventory.ts';

/** At least so many of the latest expired and released holds are kept, and at most twice as many. */
export const endingsKept = 500;

type Endings = Pick<SeatInventory, 'endedHolds' | 'endings'>;

export const rememberEnding = (
  { endedHolds, endings }: Endings,
  holdId: string,
  ended: Pick<EndedHold, 'how' | 'bookingId'>,
): Endings => {
  const isDue = endings > 0 && endings % endingsKept === 0;
  const kept = isDue
    ? endedHolds.filter(({ nth }) => nth === undefined || nth >= endings - endingsKept)
    : endedHolds;
  return { endedHolds: kept.set(holdId, { ...ended, nth: endings }), endings: endings + 1 };
};
