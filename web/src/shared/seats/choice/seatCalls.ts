import { api, dataOf } from '../../api/client.ts';
import { insist } from '../../api/insist.ts';
import type { Hold, HoldKey, TicketType } from '../../holds/Held.ts';
import { releaseHold } from '../../holds/holdCalls.ts';
import { queuePass } from '../../queue/queuePass.ts';
import { type Check, createProved } from '../proof/proved.ts';
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
  /** Undefined after a release. Throws a problem for a refusal, and what the check was aborted with. */
  send(request: Request, key: HoldKey | undefined, check: Check): Promise<Answered | undefined>;
  best(best: Best, check: Check): Promise<Answered>;
}

export const seatCalls = (showtimeId: string): SeatCalls => {
  const proved = createProved();
  const take = async (
    body: { seatIds: string[]; ticketTypes: Record<string, TicketType> } | { bestAvailable: Best },
    check: Check,
  ): Promise<Answered> => {
    // The same key for every try: a hold whose answer was lost is answered again, not made twice.
    const header = { 'Idempotency-Key': crypto.randomUUID(), ...queuePass.headerFor(showtimeId) };
    const path = { id: showtimeId };
    const { holdToken, ...hold } = await proved(check, (proof) =>
      insist(() =>
        dataOf(
          api.POST('/v1/showtimes/{id}/holds', { params: { path, header: { ...header, ...proof } }, body }),
        ),
      ),
    );
    return { hold, key: { holdId: hold.holdId, holdToken, showtimeId } };
  };
  return {
    best: (bestAvailable, check) => take({ bestAvailable }, check),
    send: async (request, key, check) => {
      if (request.type === 'release') {
        if (key !== undefined) await insist(() => releaseHold(key));
        return undefined;
      }
      const types = Object.entries(request.ticketTypes).filter(([id]) => request.seatIds.includes(id));
      const body = { seatIds: [...request.seatIds], ticketTypes: Object.fromEntries(types) };
      if (key === undefined) return await take(body, check);
      const header = { 'Hold-Token': key.holdToken, 'Idempotency-Key': crypto.randomUUID() };
      const path = { holdId: key.holdId };
      const hold = await proved(check, (proof) =>
        insist(() =>
          dataOf(
            api.PUT('/v1/holds/{holdId}/seats', { params: { path, header: { ...header, ...proof } }, body }),
          ),
        ),
      );
      return { hold, key };
    },
  };
};
