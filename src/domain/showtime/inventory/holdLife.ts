import { accept, nothingEver, reject } from '../../kernel/decider.ts';
import type { ShowtimeAsked, ShowtimeDecision } from '../commands.ts';
import type { Showtime } from '../ShowtimeState.ts';
import { endedHoldOf, holdOf } from './claims.ts';
import { findHold } from './findHold.ts';
import { expiriesDue, expiriesOf } from './freeSeats.ts';
import type { Hold } from './SeatInventory.ts';

/** A running payment asks for more time when less than this is left. */
const keepMarginMaxMs = 120_000;

/** When a hold ends, and from when on a running payment may ask for more time; undefined when there is none left. */
export const holdTimes = (
  { facts }: Showtime,
  { expiresAtMs, capAtMs }: Hold,
): { readonly expiresAtMs: number; readonly keepAtMs: number | undefined } => {
  const marginMs = Math.min(keepMarginMaxMs, facts.policies.holdTtlMs / 2);
  return { expiresAtMs, keepAtMs: expiresAtMs < capAtMs ? Math.ceil(expiresAtMs - marginMs) : undefined };
};

/** The refusal of a hold that is not live; undefined when it is. */
export const notHeld = ({ inventory }: Showtime, holdId: string, nowMs: number) => {
  const found = findHold(inventory, holdId, nowMs);
  if (found.kind === 'active') return undefined;
  return found.kind === 'unknown'
    ? reject({ reason: 'HoldNotFound' } as const)
    : reject({ reason: 'HoldOver', how: found.how } as const);
};

/** Shorter extensions are not recorded, so that repeating them cannot make the stream grow at will. */
const extensionStepMaxMs = 30_000;

export const extendHold = (
  { holdId, nowMs }: ShowtimeAsked<'ExtendHold'>,
  { facts, inventory }: Showtime,
): ShowtimeDecision<'ExtendHold'> => {
  const hold = holdOf(inventory, holdId);
  if (hold === undefined) return reject({ reason: 'HoldNotFound' });
  const expiresAtMs = Math.min(nowMs + facts.policies.holdTtlMs, hold.capAtMs);
  const stepMs = Math.min(extensionStepMaxMs, facts.policies.holdTtlMs / 20);
  const isLastStep = expiresAtMs === hold.capAtMs && expiresAtMs > hold.expiresAtMs;
  if (isLastStep || expiresAtMs - hold.expiresAtMs >= stepMs) {
    return accept({ type: 'HoldExtended', data: { holdId, expiresAt: new Date(expiresAtMs).toISOString() } });
  }
  if (hold.expiresAtMs < hold.capAtMs) return accept();
  return reject({ reason: 'HoldCapReached', expiresAt: new Date(hold.expiresAtMs).toISOString() });
};

/** Sales may have closed meanwhile: held seats may still be paid for. */
export const keepHold = (
  { holdId, nowMs }: ShowtimeAsked<'KeepHold'>,
  state: Showtime,
): ShowtimeDecision<'KeepHold'> => {
  const found = findHold(state.inventory, holdId, nowMs);
  if (found.kind === 'unknown') return reject({ reason: 'HoldNotFound' });
  if (found.kind === 'over') return reject({ reason: 'HoldOver', how: found.how });
  if (state.status === 'cancelled')
    return reject({ reason: 'ShowtimeNotOnSale', showtimeStatus: 'cancelled' });
  const { keepAtMs } = holdTimes(state, found.hold);
  if (keepAtMs === undefined || nowMs < keepAtMs) return accept();
  const expiresAtMs = Math.min(nowMs + state.facts.policies.holdTtlMs, found.hold.capAtMs);
  return accept({ type: 'HoldExtended', data: { holdId, expiresAt: new Date(expiresAtMs).toISOString() } });
};

export const releaseHold = (
  { holdId, nowMs }: ShowtimeAsked<'ReleaseHold'>,
  { inventory }: Showtime,
): ShowtimeDecision<'ReleaseHold'> => {
  const hold = holdOf(inventory, holdId);
  if (hold === undefined) {
    const how = endedHoldOf(inventory, holdId)?.how;
    if (how === undefined) return reject({ reason: 'HoldNotFound' });
    return how === 'booked' ? reject({ reason: 'HoldAlreadyBooked' }) : nothingEver();
  }
  if (nowMs >= hold.expiresAtMs) return accept(...expiriesOf(inventory, [holdId]));
  return accept({ type: 'HoldReleased', data: { holdId, seatIds: hold.seats.map((seat) => seat.id) } });
};

export const expireHolds = (
  { holdId, nowMs }: ShowtimeAsked<'ExpireHolds'>,
  { inventory }: Showtime,
): ShowtimeDecision<'ExpireHolds'> => {
  if (holdId === undefined) return accept(...expiriesDue(inventory, nowMs));
  const hold = holdOf(inventory, holdId);
  return hold === undefined || nowMs < hold.expiresAtMs
    ? accept()
    : accept(...expiriesOf(inventory, [holdId]));
};
