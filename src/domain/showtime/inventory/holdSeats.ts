import { accept, reject } from '../../kernel/decider.ts';
import type { ShowtimeAsked, ShowtimeDecision } from '../commands.ts';
import type { Showtime } from '../ShowtimeState.ts';
import { chooseSeats, loneSeats } from './chooseSeats.ts';
import { expiriesBefore, isFreeAt } from './freeSeats.ts';
import { heldSeat, quoteOf } from './priceSeats.ts';

export const holdSeats = (
  { holdId, bookingId, selection, admission, nowMs }: ShowtimeAsked<'HoldSeats'>,
  state: Showtime,
): ShowtimeDecision<'HoldSeats'> => {
  const { facts, inventory } = state;
  const isFree = isFreeAt(inventory, nowMs);
  const chosen = chooseSeats(state, selection, isFree);
  if (chosen.kind === 'refused') return reject(chosen.rejection);
  const indexes = chosen.seats.map(({ index }) => index);
  const lone = loneSeats(state, indexes, isFree);
  if (lone.kind === 'refused' && selection.kind === 'named') return reject(lone.rejection);
  const seats = chosen.seats.map((seat) => heldSeat(state, seat));
  const quoted = quoteOf(state, seats);
  if (quoted.kind === 'mixed-currencies')
    return reject({ reason: 'CurrencyInUse', currency: quoted.currency });
  const expiresAt = new Date(nowMs + facts.policies.holdTtlMs).toISOString();
  return accept(...expiriesBefore(inventory, indexes), {
    type: 'SeatsHeld',
    data: {
      ...{ holdId, bookingId, seats, total: quoted.total, expiresAt, loneSeats: [...lone.seats] },
      ...(admission === undefined || admission === 'exempt' ? {} : { admission }),
    },
  });
};
