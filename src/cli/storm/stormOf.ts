import { CommandRefused } from '../command/CommandRefused.ts';
import { lostGuests } from '../onsale/lostGuests.ts';
import type { OnSale } from '../onsale/OnSale.ts';
import { type RefusedGuest, refusalsOf } from '../onsale/refusals.ts';
import { type TimedDeed, type Visit, visitsOf } from '../onsale/visits.ts';
import { createTally } from '../whatif/tally.ts';
import { leftOutOf, stepsOfStaff } from './staffSteps.ts';
import { type StormHead, type StormStep, stormLimits } from './stormFile.ts';
import { takenSeats } from './takenSeats.ts';

export interface Storm {
  readonly head: StormHead;
  readonly steps: readonly StormStep[];
}

/** Distributes over the members of a union. */
type Untimed<Step> = Step extends StormStep ? Omit<Step, 'atMs' | 'visitor'> : never;

const idsOf = (seats: Visit['seats']): string[] => seats.map(({ id }) => id);

/** What the program does of itself is no step. */
const stepOf = (deed: TimedDeed): Untimed<StormStep> | undefined => {
  switch (deed.kind) {
    case 'keep':
      return undefined;
    case 'swap':
      return { do: 'swap', seats: idsOf(deed.seats) };
    case 'return':
      return { do: 'cancel', seats: [...deed.seatIds] };
    default:
      return { do: deed.kind };
  }
};

const stepsOfVisit = ({ atMs, seats, deeds }: Visit, visitor: number): readonly StormStep[] => {
  const unusual = seats.filter(({ ticketType }) => ticketType !== 'adult');
  const ticketTypes = Object.fromEntries(unusual.map(({ id, ticketType }) => [id, ticketType]));
  const hold: StormStep = {
    ...{ atMs, visitor, do: 'hold', seats: idsOf(seats) },
    ...(unusual.length === 0 ? {} : { ticketTypes }),
  };
  const others = deeds.flatMap((deed): StormStep[] => {
    const step = stepOf(deed);
    return step === undefined ? [] : [{ ...step, atMs: deed.atMs, visitor } as StormStep];
  });
  return [hold, ...others];
};

/** Whom nothing of what is known would refuse again is left out. */
const stepsOfRefused = (
  { atMs, party, seatType, why }: RefusedGuest,
  taken: readonly string[] | undefined,
  visitor: number,
): readonly StormStep[] => {
  if (why !== 'too-many-seats')
    return taken === undefined ? [] : [{ atMs, visitor, do: 'hold', seats: [...taken] }];
  const isOpen = seatType === 'any' || seatType === 'mixed';
  return [{ atMs, visitor, do: 'hold-best', count: party, ...(isOpen ? {} : { seatType }) }];
};

const soldBy = ({ events }: OnSale, lastMs: number): number => {
  const tally = createTally();
  for (const { atMs, event } of events) if (atMs <= lastMs) tally.apply(event, atMs);
  return tally.outcome().seatsSold;
};

/** Every hold, and every refusal that a rule of the showtime made. `minutes`: only the first so many. Throws CommandRefused. */
export const stormOf = (onSale: OnSale, minutes = Number.POSITIVE_INFINITY): Storm => {
  const { visits } = visitsOf(onSale);
  const { guests: counted, atTheDoor } = refusalsOf(onSale.lost, 1);
  const { lost } = lostGuests(onSale, counted);
  const placed = counted.filter(({ why }) => why !== 'sold-out');
  const refused = [...placed, ...lost.filter(({ why }) => why === 'sold-out')];
  const guests = refused.toSorted((one, other) => one.atMs - other.atMs);
  const taken = takenSeats(onSale, guests);
  const all = [
    ...visits.flatMap((visit, nth) => stepsOfVisit(visit, nth + 1)),
    ...guests.flatMap((guest, nth) => stepsOfRefused(guest, taken[nth], visits.length + nth + 1)),
    ...stepsOfStaff(onSale),
  ].toSorted((one, other) => one.atMs - other.atMs);
  const startMs = all[0]?.atMs ?? 0;
  const lastMs = startMs + minutes * 60_000;
  const steps = all
    .filter(({ atMs }) => atMs <= lastMs)
    .map((step): StormStep => ({ ...step, atMs: step.atMs - startMs }));
  if (steps.length > stormLimits.stepsMax)
    throw new CommandRefused(`more than ${stormLimits.stepsMax} steps: say --minutes`);
  const { seats, focalPoint, policies } = onSale.scheduled;
  const { holdTtlMs, holdCapMs, seatsPerHoldMax, loneSeatRule } = policies;
  return {
    head: {
      ...{ storm: 1, seats: [...seats], focalPoint },
      policies: { holdTtlMs, holdCapMs, seatsPerHoldMax, loneSeatRule },
      visitors: new Set(steps.flatMap((step) => ('visitor' in step ? [step.visitor] : []))).size,
      steps: steps.length,
      lastsMs: steps.at(-1)?.atMs ?? 0,
      seatsSold: soldBy(onSale, lastMs),
      leftOut: leftOutOf(onSale, atTheDoor, lastMs),
    },
    steps,
  };
};
