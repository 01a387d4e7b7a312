/** Holding seats: choosing, checking and pricing them. Whether the showtime sells at all is asked before. */
import { accept, reject } from '../kernel/decider.ts';
import { seatPrice } from '../pricing/price.ts';
import { quote } from '../pricing/quote.ts';
import type { TicketType } from '../pricing/terms.ts';
import { bestAvailable } from '../seating/bestAvailable.ts';
import { missingWheelchairs } from '../seating/companions.ts';
import { loneSeatsLeft } from '../seating/loneSeats.ts';
import { missingPartners } from '../seating/units.ts';
import type { SeatSelection, ShowtimeAsked, ShowtimeDecision, ShowtimeRejections } from './commands.ts';
import type { HeldSeat } from './events.ts';
import { expiriesBefore, isFreeAt } from './freeSeats.ts';
import { idsOf, indexesOf, type Showtime } from './ShowtimeState.ts';

/** Why seats cannot be chosen. */
type Refusal = Exclude<
  ShowtimeRejections['HoldSeats'],
  { readonly reason: 'ShowtimeNotFound' | 'ShowtimeNotOnSale' }
>;

export const holdSeats = (
  command: ShowtimeAsked<'HoldSeats'>,
  state: Showtime,
): ShowtimeDecision<'HoldSeats'> => {
  const { policies } = state.facts;
  const isFree = isFreeAt(state, command.nowMs);
  const chosen = choose(state, command.selection, isFree);
  if (chosen.kind === 'refused') return reject(chosen.rejection);
  const lone = loneSeats(
    state,
    chosen.seats.map(({ index }) => index),
    isFree,
  );
  if (lone.kind === 'refused' && command.selection.kind === 'named') return reject(lone.rejection);
  const seats = chosen.seats.map(({ index, ticketType }) => heldSeat(state, index, ticketType));
  const quoted = totalOf(state, seats);
  if (quoted.kind === 'mixed-currencies')
    return reject({ reason: 'CurrencyInUse', currency: quoted.currency });
  return accept(
    ...expiriesBefore(
      state,
      chosen.seats.map(({ index }) => index),
    ),
    {
      type: 'SeatsHeld',
      data: {
        holdId: command.holdId,
        bookingId: command.bookingId,
        seats,
        total: quoted.total,
        expiresAt: new Date(command.nowMs + policies.holdTtlMs).toISOString(),
        loneSeats: [...lone.seats],
      },
    },
  );
};

type Chosen =
  | { readonly kind: 'chosen'; readonly seats: readonly { index: number; ticketType: TicketType }[] }
  | { readonly kind: 'refused'; readonly rejection: Refusal };

const choose = (state: Showtime, selection: SeatSelection, isFree: (index: number) => boolean): Chosen => {
  const max = state.facts.policies.seatsPerHoldMax;
  const wanted = selection.kind === 'named' ? new Set(selection.seatIds).size : selection.count;
  if (wanted > max) return { kind: 'refused', rejection: { reason: 'TooManySeats', max } };
  if (selection.kind === 'best-available') {
    const found = bestAvailable(state.plan, isFree, selection);
    if (found === undefined)
      return { kind: 'refused', rejection: { reason: 'SeatsUnavailable', unavailable: [] } };
    const seats = found.map((index, place) => ({
      index,
      ticketType: selection.ticketTypes[place] ?? 'adult',
    }));
    return { kind: 'chosen', seats };
  }
  const indexes = claimable(state, selection.seatIds, isFree);
  if (indexes.kind === 'refused') return indexes;
  const seats = indexes.seats.map((index) => ({
    index,
    ticketType: ticketTypeOf(selection.ticketTypes, state.plan.ids[index] ?? ''),
  }));
  return { kind: 'chosen', seats };
};

/** Own keys only: a seat id may be any text, such as `constructor`. */
const ticketTypeOf = (
  ticketTypes: Readonly<Record<string, TicketType>>,
  seatId: string,
  otherwise: TicketType = 'adult',
): TicketType => (Object.hasOwn(ticketTypes, seatId) ? ticketTypes[seatId] : undefined) ?? otherwise;

type Claimable =
  | { readonly kind: 'claimable'; readonly seats: readonly number[] }
  | { readonly kind: 'refused'; readonly rejection: Refusal };

/** Named seats: all known, whole units, companion seats with a wheelchair place, all free. */
const claimable = (
  state: Showtime,
  seatIds: readonly string[],
  isFree: (index: number) => boolean,
): Claimable => {
  const seats = indexesOf(state, seatIds);
  if (seats.kind === 'unknown') return { kind: 'refused', rejection: seats.rejection };
  const partners = missingPartners(state.plan, seats.indexes);
  if (partners.length > 0) {
    return { kind: 'refused', rejection: { reason: 'SeatsBelongTogether', with: idsOf(state, partners) } };
  }
  const wheelchairs = missingWheelchairs(state.plan, isFree, seats.indexes);
  if (wheelchairs.length > 0) {
    return { kind: 'refused', rejection: { reason: 'SeatsBelongTogether', with: idsOf(state, wheelchairs) } };
  }
  const taken = seats.indexes.filter((index) => !isFree(index));
  if (taken.length > 0) {
    return { kind: 'refused', rejection: { reason: 'SeatsUnavailable', unavailable: idsOf(state, taken) } };
  }
  return { kind: 'claimable', seats: seats.indexes };
};

type LoneSeats =
  | { readonly kind: 'allowed'; readonly seats: readonly string[] }
  | { readonly kind: 'refused'; readonly seats: readonly string[]; readonly rejection: Refusal };

/** What the hall's lone-seat rule says of taking these seats: nothing, a warning, or a refusal if it was avoidable. */
const loneSeats = (
  state: Showtime,
  seats: readonly number[],
  isFree: (index: number) => boolean,
): LoneSeats => {
  const rule = state.facts.policies.loneSeatRule;
  if (rule === 'off') return { kind: 'allowed', seats: [] };
  const left = loneSeatsLeft(state.plan, isFree, seats);
  const ids = idsOf(state, left.seats);
  if (rule === 'warn' || ids.length === 0 || !left.avoidable) return { kind: 'allowed', seats: ids };
  return { kind: 'refused', seats: ids, rejection: { reason: 'LoneSeat', seats: ids } };
};

const heldSeat = (state: Showtime, index: number, ticketType: TicketType): HeldSeat => {
  const id = state.plan.ids[index];
  const type = state.plan.types[index];
  if (id === undefined || type === undefined) throw new Error(`no seat at index ${index}`);
  return { id, type, ticketType, price: seatPrice(state.facts.priceTerms, type, ticketType) };
};

const totalOf = ({ facts }: Showtime, seats: readonly HeldSeat[]) =>
  quote({ terms: facts.priceTerms, seats });

/**
 * Exchanges a hold's seats for the named ones: all or nothing. Kept seats keep their price and ticket type, unless the
 * command names another type: such a seat is released and added, at today's price. The hold's own seats count as free.
 */
export const swapHeldSeats = (
  command: ShowtimeAsked<'SwapHeldSeats'>,
  state: Showtime,
): ShowtimeDecision<'SwapHeldSeats'> => {
  const hold = state.holds.get(command.holdId);
  if (hold === undefined) return reject({ reason: 'HoldNotFound' });
  const max = state.facts.policies.seatsPerHoldMax;
  if (new Set(command.seatIds).size > max) return reject({ reason: 'TooManySeats', max });
  const freeNow = isFreeAt(state, command.nowMs);
  const isFree = (index: number): boolean => state.owners[index] === hold.holdId || freeNow(index);
  const wanted = claimable(state, command.seatIds, isFree);
  if (wanted.kind === 'refused') return reject(wanted.rejection);
  const lone = loneSeats(state, wanted.seats, isFree);
  if (lone.kind === 'refused') return reject(lone.rejection);

  const wantedIds = new Set(command.seatIds);
  const isKept = ({ id, ticketType }: HeldSeat): boolean =>
    wantedIds.has(id) && ticketTypeOf(command.ticketTypes, id, ticketType) === ticketType;
  const kept = hold.seats.filter(isKept);
  const released = hold.seats.filter((seat) => !isKept(seat)).map((seat) => seat.id);
  const keptIds = new Set(kept.map((seat) => seat.id));
  const addedIndexes = wanted.seats.filter((index) => !keptIds.has(state.plan.ids[index] ?? ''));
  const added = addedIndexes.map((index) =>
    heldSeat(state, index, ticketTypeOf(command.ticketTypes, state.plan.ids[index] ?? '')),
  );
  if (added.length === 0 && released.length === 0) return accept();
  const quoted = totalOf(state, [...kept, ...added]);
  if (quoted.kind === 'mixed-currencies')
    return reject({ reason: 'CurrencyInUse', currency: quoted.currency });
  const taken = addedIndexes.filter((index) => state.owners[index] !== hold.holdId);
  return accept(...expiriesBefore(state, taken), {
    type: 'HoldSwapped',
    data: {
      holdId: hold.holdId,
      released,
      added,
      total: quoted.total,
      loneSeats: [...lone.seats],
    },
  });
};
