import type { OnSale, SaleEvent } from '../onsale/OnSale.ts';
import type { StaffStep, StormHead } from './stormFile.ts';

const wholeBp = 10_000;

/** What staff did while seats were sold. The house of a storm is on sale when it begins; what the program does of itself is no step. */
export const stepsOfStaff = ({ scheduled, events }: OnSale): readonly StaffStep[] => {
  const beganAt = scheduled.priceTerms.base.amount;
  let isClosed = false;
  const stepsOf = ({ atMs, bySystem, event }: SaleEvent): readonly StaffStep[] => {
    switch (event.type) {
      case 'SeatsBlocked':
        return [{ atMs, do: 'block', seats: [...event.data.seatIds] }];
      case 'SeatsUnblocked':
        return [{ atMs, do: 'unblock', seats: [...event.data.seatIds] }];
      case 'SalesClosed':
        if (bySystem) return [];
        isClosed = true;
        return [{ atMs, do: 'close-sales' }];
      case 'SalesOpened':
        if (!isClosed) return [];
        isClosed = false;
        return [{ atMs, do: 'open-sales' }];
      case 'PricingChanged': {
        const { base, seatTypeBp, ticketTypeBp } = event.data.priceTerms;
        const baseBp = beganAt === 0 ? wholeBp : Math.round((base.amount / beganAt) * wholeBp);
        return [{ atMs, do: 'reprice', baseBp, seatTypeBp, ticketTypeBp }];
      }
      default:
        return [];
    }
  };
  return events.flatMap(stepsOf);
};

/** What no step says, up to an instant. */
export const leftOutOf = (
  { events }: OnSale,
  refusalsAtTheDoor: number,
  lastMs: number,
): StormHead['leftOut'] => {
  const count = (type: SaleEvent['event']['type']): number =>
    events.filter(({ atMs, event }) => event.type === type && atMs <= lastMs).length;
  return {
    waitingRooms: count('QueueAttached'),
    newLayouts: count('ShowtimeMovedToLayout'),
    showCancellations: count('ShowtimeCancelled'),
    refusalsAtTheDoor,
  };
};
