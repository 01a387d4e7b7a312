import type { ShowtimeEvent } from './events.ts';
import { evolveInventory, newInventory } from './inventory/evolveInventory.ts';
import type { Showtime, ShowtimeState } from './ShowtimeState.ts';

const openAgain = ({ isSummarized: _closed, ...open }: Showtime): Showtime => open;

/** Throws for an event that no decision can have produced in this state. */
export const evolveShowtime = (before: ShowtimeState, event: ShowtimeEvent): ShowtimeState => {
  if (event.type === 'ShowtimeScheduled') {
    const { seats, focalPoint, ...facts } = event.data;
    return { status: 'scheduled', version: 1, facts, inventory: newInventory(seats, focalPoint) };
  }
  if (before.status === 'none') throw new Error(`${event.type} before ShowtimeScheduled`);
  if (event.type === 'ShowtimeSummarized') return { ...before, isSummarized: true };
  const state = before.isSummarized === true ? openAgain(before) : before;
  switch (event.type) {
    case 'SalesOpened':
      // The first opening is part of scheduling; a later one is an edit.
      return { ...state, status: 'on-sale', version: state.version + (state.status === 'closed' ? 1 : 0) };
    case 'SalesClosed':
      return { ...state, status: 'closed', version: state.version + 1 };
    case 'ShowtimeCancelled':
      return { ...state, status: 'cancelled', version: state.version + 1, cancelledWhy: event.data.reason };
    case 'PricingChanged': {
      const { priceTerms } = event.data;
      return { ...state, version: state.version + 1, facts: { ...state.facts, priceTerms } };
    }
    case 'QueueAttached':
      return { ...state, queue: event.data };
    case 'QueueDetached': {
      const { queue: _detached, ...rest } = state;
      return rest;
    }
    case 'ShowtimeMovedToLayout': {
      const { layoutVersion } = event.data;
      const inventory = evolveInventory(state.inventory, event, state.facts.policies);
      return { ...state, version: state.version + 1, facts: { ...state.facts, layoutVersion }, inventory };
    }
    default:
      return { ...state, inventory: evolveInventory(state.inventory, event, state.facts.policies) };
  }
};
