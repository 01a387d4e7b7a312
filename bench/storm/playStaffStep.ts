import type { StaffStep } from '../../src/cli/storm/stormFile.ts';
import type { Post } from '../posting.ts';
import { basePrice } from './stormHouse.ts';

const wholeBp = 10_000;

/** Throws for a refusal. */
export const playStaffStep = async (post: Post, showtimeId: string, step: StaffStep): Promise<void> => {
  const path = `/v1/showtimes/${showtimeId}`;
  switch (step.do) {
    case 'block':
      await post(`${path}/seats/block`, { seatIds: step.seats, reason: 'storm' });
      return;
    case 'unblock':
      await post(`${path}/seats/unblock`, { seatIds: step.seats });
      return;
    case 'open-sales':
      await post(`${path}/sales/open`, {});
      return;
    case 'close-sales':
      await post(`${path}/sales/close`, {});
      return;
    case 'reprice': {
      const { baseBp, seatTypeBp, ticketTypeBp } = step;
      const amount = Math.round((basePrice.amount * baseBp) / wholeBp);
      await post(`${path}/pricing`, { basePrice: { ...basePrice, amount }, seatTypeBp, ticketTypeBp }, 'PUT');
    }
  }
};
