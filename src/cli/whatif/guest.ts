import type { Timeline } from '../onsale/timeline.ts';
import type { TimedDeed } from '../onsale/visits.ts';
import type { BoxOffice, Held } from './boxOffice.ts';
import type { House } from './House.ts';
import { namedSeats, type Party } from './parties.ts';
import type { Tally } from './tally.ts';

export interface Guest {
  readonly party: Party;
  readonly deeds: readonly TimedDeed[];
}

export interface Stage {
  readonly house: House;
  readonly office: BoxOffice;
  readonly timeline: Timeline;
  readonly tally: Pick<Tally, 'refused'>;
}

/** In hand or bought, as the guest last knew. */
interface Purchase {
  held: Held;
  seats: Parameters<typeof namedSeats>[0];
  isBooked: boolean;
}

const book = ({ house, office, tally }: Stage, purchase: Purchase): void => {
  const { seats } = purchase;
  const refused = house.ask({ type: 'BookSeats', ...purchase.held });
  if (refused === undefined) {
    purchase.isBooked = true;
    return;
  }
  const again = refused.reason === 'HoldOver' ? office.hold(namedSeats(seats)) : refused;
  if ('reason' in again) return void tally.refused('hold ran out', seats.length, house.nowMs());
  purchase.held = again;
  purchase.isBooked = house.ask({ type: 'BookSeats', ...again }) === undefined;
};

const giveBack = (
  { house }: Stage,
  { held, seats, isBooked }: Purchase,
  seatIds: readonly string[],
): void => {
  if (!isBooked) return;
  const known = seats.map(({ id }) => id);
  const same = seatIds.every((id) => known.includes(id));
  const returned = same ? seatIds : known.slice(0, seatIds.length);
  house.ask({ type: 'ReturnSeats', bookingId: held.bookingId, seatIds: returned });
};

const act = (stage: Stage, purchase: Purchase, deed: TimedDeed): void => {
  const { house, office } = stage;
  const { holdId } = purchase.held;
  switch (deed.kind) {
    case 'book':
      return void book(stage, purchase);
    case 'return':
      return void giveBack(stage, purchase, deed.seatIds);
    case 'release':
      return void house.ask({ type: 'ReleaseHold', holdId });
    case 'swap':
      house.ask({ type: 'SwapHeldSeats', holdId, ...namedSeats(deed.seats) });
      purchase.seats = office.holdOf(purchase.held)?.seats ?? purchase.seats;
      return;
    case 'extend':
    case 'keep':
      house.ask({ type: deed.kind === 'keep' ? 'KeepHold' : 'ExtendHold', holdId });
      return void office.expireAt(purchase.held);
  }
};

/** The guest asks now; what follows a hold is put on the timeline. */
export const play = (stage: Stage, { party, deeds }: Guest): void => {
  const { house, office, timeline, tally } = stage;
  const sought = office.seek(party);
  if ('loss' in sought) return void tally.refused(sought.loss, party.size, house.nowMs());
  const seats = office.holdOf(sought)?.seats ?? [];
  const purchase: Purchase = { held: sought, seats, isBooked: false };
  for (const deed of deeds) timeline.at(deed.atMs, () => act(stage, purchase, deed));
};
