import { api, dataOf } from '../../../shared/api/client.ts';
import { insist } from '../../../shared/api/insist.ts';
import type { Hold, HoldKey, TicketType } from '../../../shared/holds/Held.ts';
import { releaseHold } from '../../../shared/holds/holdCalls.ts';
import { queuePass } from '../../../shared/queue/queuePass.ts';
import type { Request } from './Choice.ts';

export interface Best {
  readonly count: number;
  readonly seatType?: Hold['seats'][number]['type'];
}

export interface Answered {
  readonly hold: Hold;
  readonly key: HoldKey;
}

export interface SeatCalls {
  /** Undefined after a release. Throws a problem for a refusal. */
  send(request: Request, key: HoldKey | undefined): Promise<Answered | undefined>;
  best(best: Best): Promise<Answered>;
}

export const seatCalls = (showtimeId: string): SeatCalls => {
  const take = async (
    body: { seatIds: string[]; ticketTypes: Record<string, TicketType> } | { bestAvailable: Best },
  ): Promise<Answered> => {
    // The same key for every try: a hold whose answer was lost is answered again, not made twice.
    const header = { 'Idempotency-Key': crypto.randomUUID(), ...queuePass.headerFor(showtimeId) };
    const params = { path: { id: showtimeId }, header };
    const { holdToken, ...hold } = await insist(() =>
      dataOf(api.POST('/v1/showtimes/{id}/holds', { params, body })),
    );
    return { hold, key: { holdId: hold.holdId, holdToken, showtimeId } };
  };
  return {
    best: (bestAvailable) => take({ bestAvailable }),
    send: async (request, key) => {
      if (request.type === 'release') {
        if (key !== undefined) await insist(() => releaseHold(key));
        return undefined;
      }
      const types = Object.entries(request.ticketTypes).filter(([id]) => request.seatIds.includes(id));
      const body = { seatIds: [...request.seatIds], ticketTypes: Object.fromEntries(types) };
      if (key === undefined) return await take(body);
      const header = { 'Hold-Token': key.holdToken, 'Idempotency-Key': crypto.randomUUID() };
      const params = { path: { holdId: key.holdId }, header };
      const hold = await insist(() => dataOf(api.PUT('/v1/holds/{holdId}/seats', { params, body })));
      return { hold, key };
    },
  };
};
