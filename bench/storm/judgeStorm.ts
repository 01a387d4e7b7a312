/** What was acknowledged in a storm, against the log: a seat that was sold twice or a hold that was lost is a fault. */
import { holdFaults } from '../checkedHolds.ts';
import type { Acknowledged } from '../load/job.ts';
import { heldInStreams, type LoggedEvent } from '../marqueeLog.ts';
import type { Purchase } from './visitor.ts';

/** Holds whose end has come by `nowMs` may have lost their seats, and so may those being paid for. */
const acknowledgedIn = (
  showtimeId: string,
  purchases: readonly Purchase[],
  nowMs: number,
): readonly Acknowledged[] =>
  purchases.flatMap(({ holdId, seatIds, expiresAtMs, booking, isReleased }) => {
    if (booking !== undefined && !booking.isConfirmed) return [];
    const released = booking === undefined && (isReleased || expiresAtMs <= nowMs);
    return [{ showtimeId, owner: booking?.id ?? holdId, seatIds, released }];
  });

/** Holds that ended before the end that their owners were told. */
const endedEarly = (purchases: readonly Purchase[], log: readonly LoggedEvent[]): readonly string[] => {
  const ends = new Map(purchases.map(({ holdId, expiresAtMs }) => [holdId, expiresAtMs]));
  return log.flatMap(({ type, data, at }) => {
    const holdId = String(Object(data).holdId);
    const endMs = ends.get(holdId);
    return type === 'HoldExpired' && endMs !== undefined && Date.parse(at) < endMs
      ? [`hold ${holdId} ran out at ${at}, before ${new Date(endMs).toISOString()}`]
      : [];
  });
};

/** One line each; empty when all is well. */
export const stormFaults = (
  showtimeId: string,
  purchases: readonly Purchase[],
  streams: ReadonlyMap<string, readonly LoggedEvent[]>,
  nowMs: number,
): readonly string[] => {
  const early = endedEarly(purchases, [...streams.values()].flat());
  try {
    const held = heldInStreams(streams);
    return [...holdFaults(acknowledgedIn(showtimeId, purchases, nowMs), held), ...early];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error), ...early];
  }
};
