import type { Asked } from '../../shared/bookings/askUntilDecided.ts';
import { kept } from '../../shared/session/kept.ts';

/** What was sent and is not answered yet. */
export interface Order extends Asked {
  readonly holdId: string;
}

const stored = kept(sessionStorage, 'order');

export const pendingOrder = {
  of: (holdId: string): Order | undefined => {
    const order = JSON.parse(stored.get() ?? 'null') as Order | null;
    return order?.holdId === holdId ? order : undefined;
  },
  keep: (order: Order): void => stored.set(JSON.stringify(order)),
  forget: (): void => stored.set(undefined),
};
