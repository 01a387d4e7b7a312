import { useMutation, useQuery, useQueryClient } from '@tanstack/preact-query';
import { api, dataOf } from '../../../shared/api/client.ts';
import { insist } from '../../../shared/api/insist.ts';
import { pollEvery } from '../../../shared/api/pollEvery.ts';

const everyMs = 10_000;
const limit = '100';
const keyed = () => ({ 'Idempotency-Key': crypto.randomUUID() });

export const useStuckPayments = () =>
  useQuery({
    queryKey: ['desk', 'stuck'],
    refetchInterval: pollEvery(everyMs),
    queryFn: () => dataOf(api.GET('/v1/ops/stuck-payments', { params: { query: { limit } } })),
  });

export const useParkedMessages = () =>
  useQuery({
    queryKey: ['desk', 'parked'],
    refetchInterval: pollEvery(everyMs),
    queryFn: () => dataOf(api.GET('/v1/ops/parked-messages', { params: { query: { limit } } })),
  });

export const usePaymentRetry = (bookingId: string) => {
  const queries = useQueryClient();
  const params = { path: { bookingId } };
  return useMutation({
    mutationFn: () => {
      const header = keyed();
      return insist(() =>
        dataOf(
          api.POST('/v1/ops/stuck-payments/{bookingId}/retry', {
            params: { ...params, header },
            body: {},
          }),
        ),
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['desk', 'stuck'] }),
  });
};

export const useMessageRetry = (id: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => {
      const params = { path: { id }, header: keyed() };
      return insist(() => dataOf(api.POST('/v1/ops/parked-messages/{id}/retry', { params, body: {} })));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['desk', 'parked'] }),
  });
};
