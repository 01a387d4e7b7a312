/** A recorded sale for tests: commands that a showtime's own decider took, and the refusals of its nodes. */
import type { OnSale, SaleEvent, Scheduled } from '../../src/cli/onsale/OnSale.ts';
import type { LostDemand, Refusal } from '../../src/domain/demand/events.ts';
import type { ShowtimeCommand } from '../../src/domain/showtime/commands.ts';
import { showtimeDecider } from '../../src/domain/showtime/showtimeDecider.ts';
import { bookingOf, iso, minutes, onSaleMs, plainHall, scheduledData, uuid } from './showtimes.ts';

export interface Asked {
  readonly atMin: number;
  readonly command: ShowtimeCommand;
  readonly bySystem?: boolean;
}

/** Throws when the decider refuses: such a sale was not recorded. Holds that ran out are expired at the end of each minute. */
export const recordedSale = (
  scheduled: Scheduled,
  asked: readonly Asked[],
  lost: readonly LostDemand[] = [],
): OnSale => {
  const events: SaleEvent[] = [];
  let state = showtimeDecider.initialState;
  const take = (command: ShowtimeCommand, atMs: number, bySystem: boolean): void => {
    const decision = showtimeDecider.decide({ ...command, nowMs: atMs }, state);
    if (decision.kind === 'rejected')
      throw new Error(`${command.type}: ${JSON.stringify(decision.rejection)}`);
    for (const event of decision.events) {
      events.push({ atMs, bySystem, event });
      state = showtimeDecider.evolve(state, event);
    }
  };
  take({ type: 'ScheduleShowtime', ...scheduled }, onSaleMs, false);
  const lastMin = Math.max(0, ...asked.map(({ atMin }) => atMin)) + 30;
  for (let minute = 0; minute <= lastMin; minute += 1) {
    for (const { atMin, command, bySystem = false } of asked) {
      if (Math.floor(atMin) === minute) take(command, onSaleMs + minutes(atMin), bySystem);
    }
    take({ type: 'ExpireHolds' }, onSaleMs + minutes(minute + 0.999), true);
  }
  return { scheduled, events, lost };
};

export const rowOfSix = (more: Partial<Scheduled> = {}): Scheduled =>
  scheduledData({ seats: [...plainHall(1, 6)], ...more });

const holdId = (nth: number): string => uuid(nth);

export const asks = (nth: number, atMin: number, seatIds: readonly string[]): Asked => ({
  atMin,
  command: {
    ...{ type: 'HoldSeats', holdId: holdId(nth), bookingId: bookingOf(holdId(nth)) },
    selection: { kind: 'named', seatIds, ticketTypes: {} },
  },
});
export const books = (nth: number, atMin: number): Asked => ({
  atMin,
  command: { type: 'BookSeats', holdId: holdId(nth), bookingId: bookingOf(holdId(nth)) },
});
export const releases = (nth: number, atMin: number): Asked => ({
  atMin,
  command: { type: 'ReleaseHold', holdId: holdId(nth) },
});
export const returns = (nth: number, atMin: number, seatIds: readonly string[]): Asked => ({
  atMin,
  command: { type: 'ReturnSeats', bookingId: bookingOf(holdId(nth)), seatIds },
});

/** What one node counted from one minute to another. */
export const counted = (fromMin: number, untilMin: number, ...refusals: readonly Refusal[]): LostDemand => ({
  ...{ reportId: uuid(0xd0 + fromMin), showtimeId: uuid(1), movieId: uuid(0xa), theaterId: uuid(0xb) },
  ...{ from: iso(onSaleMs + minutes(fromMin)), until: iso(onSaleMs + minutes(untilMin)) },
  refusals: [...refusals],
});

export const refusal = (
  why: Refusal['why'],
  party: number,
  count: number,
  seatType: Refusal['seatType'] = 'any',
): Refusal => ({ why, seatType, party, count });
