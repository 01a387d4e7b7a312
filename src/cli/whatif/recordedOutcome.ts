import type { OnSale } from '../onsale/OnSale.ts';
import type { RefusedGuest } from '../onsale/refusals.ts';
import { createTally, type Loss, type Outcome } from './tally.ts';

/** Who is lost for another reason found no other seats either. */
const lossOf = ({ why }: RefusedGuest): Loss =>
  why === 'too-many-seats' ? 'party too large' : 'no seats left';

/** What the log says that came of the sale. */
export const recordedOutcome = (
  { events }: Pick<OnSale, 'events'>,
  lost: readonly RefusedGuest[],
): Outcome => {
  const tally = createTally();
  const happenings = [
    ...events.map(({ atMs, event }) => ({ atMs, happens: () => tally.apply(event, atMs) })),
    ...lost.map((guest) => ({
      atMs: guest.atMs,
      happens: () => tally.refused(lossOf(guest), guest.party, guest.atMs),
    })),
  ];
  for (const { happens } of happenings.toSorted((one, other) => one.atMs - other.atMs)) happens();
  return tally.outcome();
};
