import { CommandRefused } from '../command/CommandRefused.ts';
import type { OnSale } from '../onsale/OnSale.ts';
import type { RefusedGuest } from '../onsale/refusals.ts';
import { createTimeline } from '../onsale/timeline.ts';
import type { TimedDeed, Visit, Visits } from '../onsale/visits.ts';
import { type BoxOffice, openBoxOffice, type TooMany } from './boxOffice.ts';
import { type Guest, play } from './guest.ts';
import { type House, openHouse } from './House.ts';
import { partyOfRefused, partyOfSeats } from './parties.ts';
import { putOffBy } from './putOff.ts';
import { type OtherRules, ruled } from './rules.ts';
import { spread } from './spread.ts';
import { createTally, type Outcome } from './tally.ts';

export interface Demand extends Visits {
  readonly lost: readonly RefusedGuest[];
}

const visitFor = (visits: readonly Visit[], nth: number): Visit | undefined =>
  visits[Math.floor(spread(nth) * visits.length)];

/** What a guest of the past did, from now on; changes of seats are left out. */
const likeThat = (visit: Visit | undefined, nowMs: number): readonly TimedDeed[] =>
  (visit?.deeds ?? []).flatMap((deed) =>
    deed.kind === 'swap' ? [] : [{ ...deed, atMs: deed.atMs - (visit?.atMs ?? 0) + nowMs }],
  );

interface Arrival {
  readonly atMs: number;
  readonly come: () => void;
}

const arrivalsOf = (
  { visits, house: deeds, lost }: Demand,
  { price }: OtherRules,
  house: House,
  come: (guest: Guest) => void,
): readonly Arrival[] => [
  ...deeds.map(({ atMs, command }) => ({
    atMs,
    come: () => {
      if (command.type === 'ChangePricing' && price !== undefined) {
        const { base: _base, ...patch } = command.patch;
        house.ask({ ...command, patch });
      } else house.ask(command);
    },
  })),
  ...visits.map(({ atMs, seats, deeds: own }) => ({
    atMs,
    come: () => come({ party: partyOfSeats(seats), deeds: own }),
  })),
  ...lost.map((guest, nth) => ({
    atMs: guest.atMs,
    come: () => come({ party: partyOfRefused(guest), deeds: likeThat(visitFor(visits, nth), house.nowMs()) }),
  })),
];

/** A recorded sale through the deciders, by other rules. Throws CommandRefused. */
export const replaySale = (onSale: OnSale, demand: Demand, rules: OtherRules, tooMany: TooMany): Outcome => {
  const { scheduled, events } = onSale;
  const tally = createTally();
  const house = openHouse(events[0]?.atMs ?? 0, tally.apply);
  const timeline = createTimeline(house);
  const office: BoxOffice = openBoxOffice(house, timeline, tooMany);
  const isPutOff = putOffBy(onSale, rules);
  let guests = 0;
  const come = (guest: Guest): void => {
    guests += 1;
    if (isPutOff(guests - 1, house.nowMs())) tally.refused('price too high', guest.party.size, house.nowMs());
    else play({ house, office, timeline, tally }, guest);
  };

  const refused = house.ask({ type: 'ScheduleShowtime', ...ruled(scheduled, rules) });
  if (refused !== undefined) throw new CommandRefused(`no showtime can have these rules: ${refused.reason}`);
  const arrivals = arrivalsOf(demand, rules, house, come).toSorted((one, other) => one.atMs - other.atMs);
  for (const arrival of arrivals) {
    timeline.run(arrival.atMs);
    house.pass(Math.max(0, arrival.atMs - house.nowMs()));
    arrival.come();
  }
  timeline.run();
  return tally.outcome();
};
