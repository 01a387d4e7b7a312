import { useMutation, useQuery, useQueryClient } from '@tanstack/preact-query';
import { useRef } from 'preact/hooks';
import { api, dataOf } from '../../shared/api/client.ts';
import { insist } from '../../shared/api/insist.ts';
import { isProblem } from '../../shared/api/Problem.ts';
import type { Money } from '../../shared/format/money.ts';
import { accessOf } from './useBooking.ts';

export const useRefundQuote = (id: string, seatIds: readonly string[], enabled: boolean) =>
  useQuery({
    queryKey: ['refund-quote', id, seatIds],
    enabled,
    staleTime: 0,
    queryFn: () => {
      const params = { path: { id }, query: { seatIds: seatIds.join(',') }, header: accessOf(id) };
      return dataOf(api.GET('/v1/bookings/{id}/refund-quote', { params }));
    },
  });

export interface Cancellation {
  readonly seatIds: readonly string[];
  readonly expectedRefund: Money;
}

/** One key for each thing that is asked: a lost answer is asked for again, nothing is cancelled twice. */
export const useCancellation = (id: string, onDone: () => void) => {
  const queries = useQueryClient();
  const asked = useRef<{ readonly what: string; readonly key: string }>();
  return useMutation({
    mutationFn: ({ seatIds, expectedRefund }: Cancellation) => {
      const what = JSON.stringify([seatIds, expectedRefund]);
      if (asked.current?.what !== what) asked.current = { what, key: crypto.randomUUID() };
      const header = { ...accessOf(id), 'Idempotency-Key': asked.current.key };
      const body = { seatIds: [...seatIds], expectedRefund };
      return insist(() =>
        dataOf(api.POST('/v1/bookings/{id}/cancel', { params: { path: { id }, header }, body })),
      );
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['booking', id] });
      onDone();
    },
    onError: (error) => {
      if (isProblem(error)) void queries.invalidateQueries({ queryKey: ['refund-quote', id] });
    },
  });
};
