import { useMutation, useQuery, useQueryClient } from '@tanstack/preact-query';
import { useRef } from 'preact/hooks';
import { api, dataOf } from '../api/client.ts';
import { insist } from '../api/insist.ts';
import { isProblem } from '../api/Problem.ts';
import type { Money } from '../format/money.ts';
import { accessOf } from './useBooking.ts';

/** By the terms of the booking, or all of it, which only staff may give. */
export type RefundBy = 'customer' | 'full';

export const useRefundQuote = (
  id: string,
  seatIds: readonly string[],
  enabled: boolean,
  terms: RefundBy = 'customer',
) =>
  useQuery({
    queryKey: ['refund-quote', id, seatIds, terms],
    enabled,
    staleTime: 0,
    queryFn: () => {
      const params = { path: { id }, query: { seatIds: seatIds.join(','), terms }, header: accessOf(id) };
      return dataOf(api.GET('/v1/bookings/{id}/refund-quote', { params }));
    },
  });

export interface Cancellation {
  readonly seatIds: readonly string[];
  readonly expectedRefund: Money;
  readonly terms?: RefundBy;
  readonly reason?: string;
}

/** One key for each thing that is asked: a lost answer is asked for again, nothing is cancelled twice. */
export const useCancellation = (id: string, onDone: () => void) => {
  const queries = useQueryClient();
  const asked = useRef<{ readonly what: string; readonly key: string }>();
  return useMutation({
    mutationFn: ({ seatIds, ...rest }: Cancellation) => {
      const what = JSON.stringify([seatIds, rest]);
      if (asked.current?.what !== what) asked.current = { what, key: crypto.randomUUID() };
      const header = { ...accessOf(id), 'Idempotency-Key': asked.current.key };
      const body = { seatIds: [...seatIds], ...rest };
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
