import { useMutation, useQueryClient } from '@tanstack/preact-query';
import { api, dataOf } from '../../../shared/api/client.ts';
import { insist } from '../../../shared/api/insist.ts';

const keyed = () => ({ 'Idempotency-Key': crypto.randomUUID() });

export const useAdmission = (id: string) => {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: ['booking', id] });
  const admit = useMutation({
    mutationFn: (seatIds: readonly string[]) => {
      const params = { path: { id }, header: keyed() };
      const body = { seatIds: [...seatIds] };
      return insist(() => dataOf(api.POST('/v1/bookings/{id}/checkins', { params, body })));
    },
    onSettled,
  });
  const undo = useMutation({
    mutationFn: ({ checkinId, reason }: { readonly checkinId: string; readonly reason: string }) => {
      const params = { path: { checkinId }, header: keyed() };
      return insist(() => dataOf(api.POST('/v1/checkins/{checkinId}/undo', { params, body: { reason } })));
    },
    onSettled,
  });
  return { admit, undo };
};
