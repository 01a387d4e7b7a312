import type { paths } from '../../shared/api/schema.ts';
import { kept } from '../../shared/session/kept.ts';

type Json = paths['/v1/bookings']['post']['requestBody']['content']['application/json'];

/** What was sent and is not answered yet. It is sent again as it was: the same key and body are never charged twice. */
export interface Order {
  readonly holdId: string;
  readonly key: string;
  readonly body: Json;
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
