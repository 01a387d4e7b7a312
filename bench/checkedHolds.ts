/** Judges a run by what the seats' keeper holds afterwards: fast and wrong is worth nothing. */
import type { Acknowledged, LoadResult } from './load/job.ts';
import type { HeldSeat } from './peers/Peer.ts';
import type { Subject } from './subjects/Subject.ts';

const seatOf = (showtimeId: string, seatId: string): string => `${showtimeId} ${seatId}`;

/**
 * One line per seat that was acknowledged twice, and per acknowledged hold or booking that does not have its seats; empty when all is
 * well. Holds that were given back count only as what they were: somebody else may have their seats.
 */
export const holdFaults = (
  acknowledged: readonly Acknowledged[],
  held: readonly HeldSeat[],
): readonly string[] => {
  const owners = new Map(held.map(({ showtimeId, seatId, owner }) => [seatOf(showtimeId, seatId), owner]));
  const promised = new Map<string, string>();
  const faults: string[] = [];
  for (const { showtimeId, owner, seatIds, released } of acknowledged) {
    if (released) continue;
    for (const seatId of seatIds) {
      const seat = seatOf(showtimeId, seatId);
      const other = promised.get(seat);
      if (other !== undefined) faults.push(`${seat} was acknowledged for ${other} and for ${owner}`);
      promised.set(seat, owner);
      if (owners.get(seat) !== owner) {
        faults.push(`${seat} was acknowledged for ${owner} and belongs to ${owners.get(seat) ?? 'nobody'}`);
      }
    }
  }
  return faults;
};

/** F0 keeps nothing, so there is nothing to judge. */
export const checkedHolds = async (subject: Subject, result: LoadResult): Promise<readonly string[]> =>
  subject.name === 'F0' ? [] : holdFaults(result.acknowledged, await subject.held());
