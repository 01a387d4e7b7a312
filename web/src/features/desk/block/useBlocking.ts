import { useMutation, useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../../shared/api/client.ts';
import { insist } from '../../../shared/api/insist.ts';

export interface Blocking {
  readonly seatIds: readonly string[];
  /** Absent: the seats go on sale again. */
  readonly reason?: string;
}

export const useBlocking = (id: string, onDone: () => void) =>
  useMutation({
    mutationFn: ({ seatIds, reason }: Blocking) => {
      const params = { path: { id }, header: { 'Idempotency-Key': crypto.randomUUID() } };
      const seats = [...seatIds];
      return insist(() =>
        reason === undefined
          ? dataOf(api.POST('/v1/showtimes/{id}/seats/unblock', { params, body: { seatIds: seats } }))
          : dataOf(api.POST('/v1/showtimes/{id}/seats/block', { params, body: { seatIds: seats, reason } })),
      );
    },
    onSuccess: onDone,
  });

/** Blocked seats by reason, at a revision of the map. */
export const useBlocked = (id: string, revision: number | undefined) =>
  useQuery({
    queryKey: ['desk', 'blocked', id, revision],
    placeholderData: (before) => before,
    enabled: revision !== undefined,
    queryFn: async () => {
      const map = await dataOf(api.GET('/v1/showtimes/{id}/seats', { params: { path: { id } } }));
      const byReason = new Map<string, string[]>();
      for (const seat of 'seats' in map ? map.seats : []) {
        if (seat.status !== 'blocked') continue;
        const reason = seat.blockedReason ?? '';
        byReason.set(reason, [...(byReason.get(reason) ?? []), seat.id]);
      }
      return [...byReason].map(([reason, seatIds]) => ({ reason, seatIds }));
    },
  });
