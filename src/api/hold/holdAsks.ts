/** What a hold needs of the budgets of its caller and address. */
import type { Ask, Spending } from '../../commands/limits/budgetKeeper.ts';
import { holdCharge, minutesCharge, seatMinutesWindowMs } from '../../commands/limits/followHolds.ts';
import type { Budgets } from '../../domain/policies/budgets.ts';
import { unsoldSeats } from '../../domain/showtime/inventory/SeatInventory.ts';
import type { Showtime } from '../../domain/showtime/ShowtimeState.ts';
import type { Asker } from '../http/limits/asker.ts';
import type { House } from '../http/limits/houseBudgets.ts';

export interface WantedSeats {
  readonly asker: Asker;
  readonly house: House;
  readonly seats: number;
}

/** Who may go beyond the budget of their address: the counter of a box office must not use up what its visitors have. */
export type BeyondAddress = 'proved' | 'staff' | undefined;

const minuteMs = 60_000;

/** Never less than one full hold. */
const shareOf = (showtime: Showtime, { sharePercent }: Budgets) => {
  const least = showtime.facts.policies.seatsPerHoldMax;
  // Counting takes a microsecond for every thousand seats; the first hold needs no count.
  return (used: number): number =>
    used === 0 ? least : Math.max(least, Math.floor((unsoldSeats(showtime.inventory) * sharePercent) / 100));
};

/** The seats that a hold may have at most: more are refused anyway. */
export const seatsWithin = ({ showtime }: House, seats: number): number =>
  Math.min(seats, showtime.facts.policies.seatsPerHoldMax);

export const seatAsks = (
  { asker: { caller, address }, house: { showtime, policies }, seats }: WantedSeats,
  beyond?: BeyondAddress,
): readonly Ask[] => {
  const { showtimeId } = showtime.facts;
  const maxOf = shareOf(showtime, policies);
  const ofCaller: readonly Ask[] = [
    { budget: 'seats-held', of: caller, amount: seats, maxOf: () => policies.seatsHeldMax },
    { budget: 'share', of: `${caller} ${showtimeId}`, amount: seats, maxOf },
  ];
  if (beyond === 'staff') return ofCaller;
  const ofAddress = beyond === 'proved' ? () => Number.POSITIVE_INFINITY : maxOf;
  // Last, so that no proof is asked for in vain.
  return [...ofCaller, { budget: 'share', of: `${address} ${showtimeId}`, amount: seats, maxOf: ofAddress }];
};

const minutesAsk = ({ asker: { caller }, house: { showtime, policies }, seats }: WantedSeats): Ask => ({
  budget: 'seat-minutes',
  of: `${caller} ${showtime.facts.showtimeId}`,
  amount: Math.ceil((seats * showtime.facts.policies.holdTtlMs) / minuteMs),
  maxOf: () => policies.seatMinutesMax,
});

const openAsk = ({ asker: { caller }, house: { policies } }: WantedSeats): Ask => ({
  budget: 'open-holds',
  of: caller,
  amount: 1,
  maxOf: () => policies.openHoldsMax,
});

export const holdAsks = (wanted: WantedSeats): readonly Ask[] => [
  minutesAsk(wanted),
  openAsk(wanted),
  ...seatAsks(wanted),
];

export const holdSpendings = (
  wanted: WantedSeats,
  { holdId, nowMs }: { readonly holdId: string; readonly nowMs: number },
  beyond: BeyondAddress,
): readonly Spending[] => [
  { id: minutesCharge(holdId), untilMs: nowMs + seatMinutesWindowMs, asks: [minutesAsk(wanted)] },
  {
    id: holdCharge(holdId),
    untilMs: nowMs + wanted.house.showtime.facts.policies.holdTtlMs,
    asks: [openAsk(wanted), ...seatAsks(wanted, beyond)],
  },
];
