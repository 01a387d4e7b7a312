import {
  accept,
  type CommandOf,
  type Decider,
  type Decision,
  decideBy,
  reject,
  type Timed,
} from '../kernel/decider.ts';
import type { ScheduleCommand, ScheduleRejections } from './commands.ts';
import { type ScheduleEvent, type Slot, scheduleLimits } from './events.ts';

/** A slot with its times in milliseconds since the epoch. */
export interface ReservedSlot {
  readonly slot: Slot;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** When the hall is clean again. */
  readonly freeFromMs: number;
}

export interface ScheduleState {
  /** By start; none overlaps another. Those that are over go when the next is reserved. */
  readonly slots: readonly ReservedSlot[];
}

type ReserveDecision = Decision<ScheduleEvent, ScheduleRejections['ReserveSlot']>;

const dayMs = 86_400_000;

const reserved = (slot: Slot): ReservedSlot => {
  const startsAtMs = Date.parse(slot.startsAt);
  const endsAtMs = Date.parse(slot.endsAt);
  return { slot, startsAtMs, endsAtMs, freeFromMs: endsAtMs + slot.cleaningMs };
};

const slotAt = (state: ScheduleState, showtimeId: string, nowMs: number): ReservedSlot | undefined =>
  state.slots.find(({ slot, freeFromMs }) => slot.showtimeId === showtimeId && freeFromMs > nowMs);

const reserve = (
  command: Timed<CommandOf<ScheduleCommand, 'ReserveSlot'>>,
  state: ScheduleState,
): ReserveDecision => {
  const { type: _type, nowMs, ...slot } = command;
  const wanted = reserved(slot);
  if (!(wanted.startsAtMs < wanted.endsAtMs)) throw new RangeError(`a slot of no length at ${slot.startsAt}`);

  // Before the clock is asked: a repeat of what was granted stays granted.
  const own = slotAt(state, slot.showtimeId, nowMs);
  if (own !== undefined) return again(wanted, own);
  if (wanted.startsAtMs < nowMs) return reject({ reason: 'StartsInThePast' });
  const daysMax = scheduleLimits.daysAheadMax;
  if (wanted.startsAtMs > nowMs + daysMax * dayMs) return reject({ reason: 'StartsTooFarAhead', daysMax });

  const clash = state.slots.find(
    (other) => other.startsAtMs < wanted.freeFromMs && wanted.startsAtMs < other.freeFromMs,
  );
  if (clash !== undefined) {
    const { showtimeId, startsAt } = clash.slot;
    const freeFrom = new Date(clash.freeFromMs).toISOString();
    return reject({ reason: 'HallBusy', showtimeId, startsAt, freeFrom });
  }
  const max = scheduleLimits.slotsMax;
  if (state.slots.filter(({ freeFromMs }) => freeFromMs > nowMs).length >= max) {
    return reject({ reason: 'TimetableFull', max });
  }
  const reservedAt = new Date(nowMs).toISOString();
  return accept({ type: 'SlotReserved', data: { ...slot, reservedAt } });
};

const again = (wanted: ReservedSlot, own: ReservedSlot): ReserveDecision => {
  const same =
    wanted.slot.movieId === own.slot.movieId &&
    wanted.startsAtMs === own.startsAtMs &&
    wanted.endsAtMs === own.endsAtMs;
  if (same) return accept();
  const { startsAt, endsAt } = own.slot;
  return reject({ reason: 'ShowtimeAlreadyReserved', startsAt, endsAt });
};

const decide = decideBy<ScheduleState, ScheduleCommand, ScheduleEvent, ScheduleRejections>({
  ReserveSlot: reserve,
  FreeSlot: ({ showtimeId, nowMs }, state) =>
    slotAt(state, showtimeId, nowMs) === undefined
      ? accept()
      : accept({ type: 'SlotFreed', data: { showtimeId } }),
});

const evolve = (state: ScheduleState, event: ScheduleEvent): ScheduleState => {
  switch (event.type) {
    case 'SlotReserved': {
      const { reservedAt, ...slot } = event.data;
      const reservedAtMs = Date.parse(reservedAt);
      const added = reserved(slot);
      // By start and without overlap, so those that are over stand first.
      const firstKept = state.slots.findIndex(({ freeFromMs }) => freeFromMs > reservedAtMs);
      const kept = firstKept === -1 ? [] : state.slots.slice(firstKept);
      const before = kept.findLastIndex(({ startsAtMs }) => startsAtMs <= added.startsAtMs);
      return { slots: kept.toSpliced(before + 1, 0, added) };
    }
    case 'SlotFreed':
      return { slots: state.slots.filter(({ slot }) => slot.showtimeId !== event.data.showtimeId) };
  }
};

export const scheduleDecider: Decider<ScheduleState, ScheduleCommand, ScheduleEvent, ScheduleRejections> = {
  initialState: { slots: [] },
  decide,
  evolve,
};
