import { isInUse } from '../../domain/showtime/inventory/SeatInventory.ts';
import type { TheaterRejections } from '../../domain/theater/commands.ts';
import type { TheaterDetails } from '../../domain/theater/events.ts';
import { currencyAfter, type TheaterState, theaterCurrency } from '../../domain/theater/theaterDecider.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { CommandContext, Outcome } from '../engine/Outcome.ts';
import type { Runners } from '../runners.ts';

export interface ReviseTheaterRequest {
  readonly theaterId: string;
  readonly details: TheaterDetails;
  readonly expectedVersion?: number;
}

export interface ReviseTheaterDeps {
  readonly commands: Pick<Runners, 'theaters' | 'schedules' | 'showtimes'>;
  readonly clock: Clock;
  /** Every hall of a theater. */
  hallIds(theaterId: string): Promise<readonly string[]>;
}

/** Showtimes that are read at a time. */
const readsMax = 16;

/**
 * Edits a theater. A hold that is made meanwhile keeps its showtime's currency, so that no sum mixes two; it is only not
 * seen here. Throws EventStoreUnavailable, and what `hallIds` throws.
 */
export const reviseTheater = async (
  deps: ReviseTheaterDeps,
  { theaterId, details, ...edit }: ReviseTheaterRequest,
  context: CommandContext,
): Promise<Outcome<TheaterState, TheaterRejections['ReviseTheater']>> => {
  const { theaters } = deps.commands;
  const repeated = await theaters.repeat(theaterId, context);
  if (repeated !== undefined) return repeated;
  const { state } = await theaters.read(theaterId);
  const after = state.status === 'none' ? undefined : currencyAfter(state, details);
  const currenciesInUse = after === theaterCurrency(state) ? [] : await inUse(deps, theaterId, after);
  return theaters.execute(
    theaterId,
    { type: 'ReviseTheater', ...details, ...edit, currenciesInUse },
    context,
  );
};

/** Of the theater's showtimes to come, soonest first; ends with the first that is not `wanted`. */
const inUse = async (
  { commands: { schedules, showtimes }, clock, hallIds }: ReviseTheaterDeps,
  theaterId: string,
  wanted: string | undefined,
): Promise<readonly string[]> => {
  const timetables = await Promise.all((await hallIds(theaterId)).map((id) => schedules.read(id)));
  const nowMs = clock.nowMs();
  const slots = timetables
    .flatMap(({ state }) => state.slots)
    .filter(({ endsAtMs }) => endsAtMs > nowMs)
    .toSorted((one, other) => one.startsAtMs - other.startsAtMs);
  for (let from = 0; from < slots.length; from += readsMax) {
    const read = await Promise.all(
      slots.slice(from, from + readsMax).map(({ slot }) => showtimes.read(slot.showtimeId)),
    );
    const others = read.flatMap(({ state }) => {
      if (state.status === 'none' || state.status === 'cancelled' || !isInUse(state.inventory)) return [];
      const { currency } = state.facts.priceTerms.base;
      return currency === wanted ? [] : [currency];
    });
    if (others.length > 0) return others;
  }
  return [];
};
