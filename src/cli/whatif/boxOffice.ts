import type { SeatSelection } from '../../domain/showtime/commands.ts';
import { holdOf } from '../../domain/showtime/inventory/claims.ts';
import type { Hold } from '../../domain/showtime/inventory/SeatInventory.ts';
import type { ShowtimeState } from '../../domain/showtime/ShowtimeState.ts';
import type { Timeline } from '../onsale/timeline.ts';
import type { House, Refused } from './House.ts';
import { bestFor, type Party } from './parties.ts';
import type { Loss } from './tally.ts';

/** What a guest does who asks for more seats than one hold may have. */
export type TooMany = 'leave' | 'fewer';

export interface Held {
  readonly holdId: string;
  readonly bookingId: string;
}

export type Sought = Held | { readonly loss: Loss };

export interface BoxOffice {
  /** The named seats of a party, else the best of what it wants. */
  seek(party: Party): Sought;
  hold(selection: SeatSelection): Held | Refused;
  holdOf(held: Held): Hold | undefined;
  /** To be called after a hold's end was moved. */
  expireAt(held: Held): void;
}

const lossOf = ({ reason }: Refused): Loss => {
  if (reason === 'SeatsUnavailable' || reason === 'UnknownSeat') return 'no seats left';
  if (reason === 'TooManySeats') return 'party too large';
  return reason === 'ShowtimeNotOnSale' ? 'not on sale' : 'seats not allowed';
};

const choosesAgain: readonly Refused['reason'][] = [
  'SeatsUnavailable',
  'LoneSeat',
  'SeatsBelongTogether',
  'UnknownSeat',
];

const idOf = (nth: number): string => `00000000-0000-8000-8000-${nth.toString(16).padStart(12, '0')}`;

export const openBoxOffice = (house: House, timeline: Timeline, tooMany: TooMany): BoxOffice => {
  let ids = 0;
  let refusedIn: { readonly state: ShowtimeState; readonly refusals: Map<string, Refused> } | undefined;

  const current = ({ holdId }: Held): Hold | undefined =>
    house.state.status === 'none' ? undefined : holdOf(house.state.inventory, holdId);
  const expireAt = (held: Held): void => {
    const hold = current(held);
    if (hold !== undefined) timeline.at(hold.expiresAtMs, () => void house.ask({ type: 'ExpireHolds' }));
  };
  const hold = (selection: SeatSelection): Held | Refused => {
    ids += 2;
    const held = { holdId: idOf(ids), bookingId: idOf(ids + 1) };
    const refused = house.ask({ type: 'HoldSeats', ...held, selection, admission: 'exempt' });
    if (refused === undefined) expireAt(held);
    return refused ?? held;
  };
  /** Every end of a hold is an event here, so the same state refuses the same wish again. */
  const holdBest = (party: Party, count: number): Held | Refused => {
    if (refusedIn?.state !== house.state) refusedIn = { state: house.state, refusals: new Map() };
    const key = `${party.seatType} ${count}`;
    const known = refusedIn.refusals.get(key);
    if (known !== undefined) return known;
    const answer = hold(bestFor(party, count));
    if ('reason' in answer) refusedIn.refusals.set(key, answer);
    return answer;
  };
  const fewer = (party: Party, refused: Refused): Held | Refused =>
    refused.reason === 'TooManySeats' && tooMany === 'fewer' ? holdBest(party, refused.max) : refused;

  return {
    hold,
    expireAt,
    holdOf: current,
    seek: (party) => {
      let answer = party.named === undefined ? holdBest(party, party.size) : hold(party.named);
      if ('reason' in answer && party.named !== undefined && choosesAgain.includes(answer.reason))
        answer = holdBest(party, party.size);
      if ('reason' in answer) answer = fewer(party, answer);
      return 'reason' in answer ? { loss: lossOf(answer) } : answer;
    },
  };
};
