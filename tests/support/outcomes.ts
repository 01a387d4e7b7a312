/** Outcomes of a showtime's commands, whole: of the state, the seat map without the free seats at its end. */
import { expect } from 'vitest';
import type { Outcome } from '../../src/commands/engine/Outcome.ts';
import type { AnyEvent, AnyRejection } from '../../src/domain/kernel/decider.ts';
import { compactSeats } from '../../src/domain/showtime/inventory/SeatInventory.ts';
import type { ShowtimeState } from '../../src/domain/showtime/ShowtimeState.ts';

export const outcomeOf = <Rejection extends AnyRejection, Event extends AnyEvent>(
  outcome: Outcome<ShowtimeState, Rejection, Event>,
) => {
  if (outcome.outcome !== 'done') return outcome;
  const { state, events, ...rest } = outcome;
  const seats = state.status === 'none' ? '' : compactSeats(state.inventory).replace(/A+$/, '');
  return { ...rest, seats, events: events.map(({ type, data }) => ({ type, data })) };
};

export const done = (
  revision: number,
  seats: string,
  {
    events = [],
    replayed = false,
  }: { readonly events?: readonly AnyEvent[]; readonly replayed?: boolean } = {},
) => ({ outcome: 'done', revision, seats, events, replayed, position: expect.stringMatching(/^\d{20}$/) });
