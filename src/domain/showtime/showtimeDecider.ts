/**
 * Every rule about the seats of one showtime: what a command causes, or why not. Whoever takes seats of a hold
 * that has run out records its expiry first, in the same batch, so that by fold alone a seat never has two owners.
 */
import { accept, type Decider, type Decision, decideBy, nothingEver, reject } from '../kernel/decider.ts';
import { pricesFit } from '../pricing/price.ts';
import { seatingPlan } from '../seating/SeatingPlan.ts';
import type { Seat } from '../seating/seat.ts';
import { missingPartners } from '../seating/units.ts';
import { bookSeats, keepHold } from './bookSeats.ts';
import type { ShowtimeAsked, ShowtimeCommand, ShowtimeDecision, ShowtimeRejections } from './commands.ts';
import type { ShowtimeEvent } from './events.ts';
import { evolveShowtime } from './evolveShowtime.ts';
import { expiriesBefore, expiriesDue, expiriesOf, isFreeAt } from './freeSeats.ts';
import { holdSeats, swapHeldSeats } from './holdSeats.ts';
import {
  findHold,
  idsOf,
  indexesOf,
  type Showtime,
  type ShowtimeState,
  seatLetter,
  showtimeStatus,
} from './ShowtimeState.ts';

const schedule = ({
  type: _type,
  nowMs: _nowMs,
  ...data
}: ShowtimeAsked<'ScheduleShowtime'>): ShowtimeDecision<'ScheduleShowtime'> =>
  pricesFit(data.priceTerms)
    ? accept({ type: 'ShowtimeScheduled', data }, { type: 'SalesOpened', data: {} })
    : reject({ reason: 'PriceTooHigh' });

/** Whoever finishes a reservation may come second: the same show is nothing to do. */
const scheduleAgain = (
  command: ShowtimeAsked<'ScheduleShowtime'>,
  state: Showtime,
): ShowtimeDecision<'ScheduleShowtime'> => {
  const { movieId, hallId, startsAt } = state.facts;
  const same = movieId === command.movieId && hallId === command.hallId && startsAt === command.startsAt;
  return same ? accept() : reject({ reason: 'ShowtimeAlreadyExists' });
};

const onSale = (state: Showtime, nowMs: number) => {
  const showtimeState = showtimeStatus(state, nowMs);
  return showtimeState === 'on-sale'
    ? undefined
    : reject({ reason: 'ShowtimeNotOnSale', showtimeStatus: showtimeState } as const);
};

const holdActive = (state: Showtime, holdId: string, nowMs: number) => {
  const found = findHold(state, holdId, nowMs);
  if (found.kind === 'active') return undefined;
  return found.kind === 'unknown'
    ? reject({ reason: 'HoldNotFound' } as const)
    : reject({ reason: 'HoldOver', how: found.how } as const);
};

/** Extending and swapping ask for a live hold first (404, 410), then for a showtime that still sells (409). */
const whileHeld = (command: { readonly holdId: string; readonly nowMs: number }, state: Showtime) =>
  holdActive(state, command.holdId, command.nowMs) ?? onSale(state, command.nowMs);

const openSales = ({ nowMs }: ShowtimeAsked<'OpenSales'>, state: Showtime): ShowtimeDecision<'OpenSales'> => {
  if (state.status === 'on-sale') return accept();
  const isClosedEarly = state.status === 'closed' && nowMs < Date.parse(state.facts.salesCloseAt);
  if (state.status === 'scheduled' || isClosedEarly) return accept({ type: 'SalesOpened', data: {} });
  return reject({ reason: 'ShowtimeNotOnSale', showtimeStatus: showtimeStatus(state, nowMs) });
};

const closeSales = (
  { nowMs }: ShowtimeAsked<'CloseSales'>,
  state: Showtime,
): ShowtimeDecision<'CloseSales'> => {
  if (state.status === 'closed') return accept();
  if (state.status === 'cancelled') {
    return reject({ reason: 'ShowtimeNotOnSale', showtimeStatus: showtimeStatus(state, nowMs) });
  }
  return accept({ type: 'SalesClosed', data: {} });
};

const cancel = (
  command: ShowtimeAsked<'CancelShowtime'>,
  state: Showtime,
): ShowtimeDecision<'CancelShowtime'> => {
  if (state.status === 'cancelled') return accept();
  return accept({ type: 'ShowtimeCancelled', data: { reason: command.why } });
};

const changePricing = (
  command: ShowtimeAsked<'ChangePricing'>,
  state: Showtime,
): ShowtimeDecision<'ChangePricing'> => {
  const { expectedVersion, priceTerms } = command;
  if (expectedVersion !== undefined && expectedVersion !== state.version) {
    return reject({ reason: 'StaleVersion', version: state.version });
  }
  if (state.status === 'cancelled')
    return reject({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'cancelled' });
  if (!pricesFit(priceTerms)) return reject({ reason: 'PriceTooHigh' });
  if (JSON.stringify(priceTerms) === JSON.stringify(state.facts.priceTerms)) return accept();
  return accept({ type: 'PricingChanged', data: { priceTerms } });
};

const moveToLayout = (
  command: ShowtimeAsked<'MoveToLayout'>,
  state: Showtime,
): ShowtimeDecision<'MoveToLayout'> => {
  const { layoutVersion, focalPoint, seats } = command;
  if (layoutVersion === state.facts.layoutVersion) return accept();
  if (layoutVersion < state.facts.layoutVersion) {
    return reject({ reason: 'LayoutNotNewer', layoutVersion: state.facts.layoutVersion });
  }
  const kept = seatingPlan(seats, focalPoint).indexOf;
  const inUse = state.plan.ids.filter((_, index) => state.letters[index] !== seatLetter.available);
  const vanishing = inUse.filter((id) => !kept.has(id));
  if (vanishing.length > 0) return reject({ reason: 'SeatsWouldVanish', seatIds: vanishing });
  return accept({
    type: 'ShowtimeMovedToLayout',
    data: { layoutVersion, focalPoint, seats: seats.map((seat): Seat => ({ ...seat })) },
  });
};

const extend = (command: ShowtimeAsked<'ExtendHold'>, state: Showtime): ShowtimeDecision<'ExtendHold'> => {
  const refused = whileHeld(command, state);
  const hold = state.holds.get(command.holdId);
  if (refused !== undefined || hold === undefined) return refused ?? reject({ reason: 'HoldNotFound' });
  const expiresAtMs = Math.min(command.nowMs + state.facts.policies.holdTtlMs, hold.capAtMs);
  if (expiresAtMs > hold.expiresAtMs) {
    const expiresAt = new Date(expiresAtMs).toISOString();
    return accept({ type: 'HoldExtended', data: { holdId: hold.holdId, expiresAt } });
  }
  if (hold.expiresAtMs < hold.capAtMs) return accept();
  return reject({ reason: 'HoldCapReached', expiresAt: new Date(hold.expiresAtMs).toISOString() });
};

const release = (command: ShowtimeAsked<'ReleaseHold'>, state: Showtime): ShowtimeDecision<'ReleaseHold'> => {
  const hold = state.holds.get(command.holdId);
  if (hold === undefined) {
    const how = state.endedHolds.get(command.holdId)?.how;
    if (how === undefined) return reject({ reason: 'HoldNotFound' });
    return how === 'booked' ? reject({ reason: 'HoldAlreadyBooked' }) : nothingEver();
  }
  if (command.nowMs >= hold.expiresAtMs) return accept(...expiriesOf(state, [hold.holdId]));
  const seatIds = hold.seats.map((seat) => seat.id);
  return accept({ type: 'HoldReleased', data: { holdId: hold.holdId, seatIds } });
};

const returnSeats = (
  command: ShowtimeAsked<'ReturnSeats'>,
  state: Showtime,
): ShowtimeDecision<'ReturnSeats'> => {
  const { bookingId, seatIds } = command;
  const seats = indexesOf(state, seatIds);
  if (seats.kind === 'unknown') return reject(seats.rejection);
  const foreign = seats.indexes.filter((index) => state.owners[index] !== bookingId);
  if (foreign.length > 0) return reject({ reason: 'SeatsNotBooked', seatIds: idsOf(state, foreign) });
  return accept({ type: 'SeatsReturned', data: { bookingId, seatIds: idsOf(state, seats.indexes) } });
};

/** The two halves of a unit are withdrawn and put back together: a lone half cannot be bought. */
const otherHalves = (state: Showtime, seats: readonly number[], concerned: (index: number) => boolean) => {
  const partners = missingPartners(state.plan, seats).filter(concerned);
  return partners.length === 0
    ? undefined
    : reject({ reason: 'SeatsBelongTogether', with: idsOf(state, partners) } as const);
};

const block = (command: ShowtimeAsked<'BlockSeats'>, state: Showtime): ShowtimeDecision<'BlockSeats'> => {
  const seats = indexesOf(state, command.seatIds);
  if (seats.kind === 'unknown') return reject(seats.rejection);
  const torn = otherHalves(state, seats.indexes, (index) => state.letters[index] !== seatLetter.blocked);
  if (torn !== undefined) return torn;
  const wanted = seats.indexes.filter((index) => state.letters[index] !== seatLetter.blocked);
  const isFree = isFreeAt(state, command.nowMs);
  const unavailable = wanted.filter((index) => !isFree(index));
  if (unavailable.length > 0) {
    return reject({ reason: 'SeatsUnavailable', unavailable: idsOf(state, unavailable) });
  }
  if (wanted.length === 0) return accept();
  return accept(...expiriesBefore(state, wanted), {
    type: 'SeatsBlocked',
    data: { seatIds: idsOf(state, wanted), reason: command.why },
  });
};

const unblock = (
  command: ShowtimeAsked<'UnblockSeats'>,
  state: Showtime,
): ShowtimeDecision<'UnblockSeats'> => {
  const seats = indexesOf(state, command.seatIds);
  if (seats.kind === 'unknown') return reject(seats.rejection);
  const torn = otherHalves(state, seats.indexes, (index) => state.letters[index] === seatLetter.blocked);
  if (torn !== undefined) return torn;
  const wanted = seats.indexes.filter((index) => state.letters[index] === seatLetter.blocked);
  if (wanted.length === 0) return accept();
  return accept({ type: 'SeatsUnblocked', data: { seatIds: idsOf(state, wanted) } });
};

/** Everything but scheduling needs a showtime. */
const ofShowtime =
  <Asked, Rejection>(rule: (command: Asked, showtime: Showtime) => Decision<ShowtimeEvent, Rejection>) =>
  (
    command: Asked,
    state: ShowtimeState,
  ): Decision<ShowtimeEvent, Rejection | { readonly reason: 'ShowtimeNotFound' }> =>
    state.status === 'none' ? reject({ reason: 'ShowtimeNotFound' }) : rule(command, state);

export const showtimeDecider: Decider<ShowtimeState, ShowtimeCommand, ShowtimeEvent, ShowtimeRejections> = {
  initialState: { status: 'none' },
  decide: decideBy<ShowtimeState, ShowtimeCommand, ShowtimeEvent, ShowtimeRejections>({
    ScheduleShowtime: (command, state) =>
      state.status === 'none' ? schedule(command) : scheduleAgain(command, state),
    OpenSales: ofShowtime(openSales),
    CloseSales: ofShowtime(closeSales),
    CancelShowtime: ofShowtime(cancel),
    ChangePricing: ofShowtime(changePricing),
    MoveToLayout: ofShowtime(moveToLayout),
    HoldSeats: ofShowtime(
      (command: ShowtimeAsked<'HoldSeats'>, state) =>
        onSale(state, command.nowMs) ?? holdSeats(command, state),
    ),
    ExtendHold: ofShowtime(extend),
    KeepHold: ofShowtime(keepHold),
    SwapHeldSeats: ofShowtime(
      (command: ShowtimeAsked<'SwapHeldSeats'>, state) =>
        whileHeld(command, state) ?? swapHeldSeats(command, state),
    ),
    ReleaseHold: ofShowtime(release),
    ExpireHolds: ofShowtime(({ nowMs }: ShowtimeAsked<'ExpireHolds'>, state) =>
      accept(...expiriesDue(state, nowMs)),
    ),
    BookSeats: ofShowtime(bookSeats),
    ReturnSeats: ofShowtime(returnSeats),
    BlockSeats: ofShowtime(block),
    UnblockSeats: ofShowtime(unblock),
  }),
  evolve: evolveShowtime,
};
