import { api, dataOf } from '../../../shared/api/client.ts';

export const paymentOptions = {
  queryKey: ['payment options'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: () => dataOf(api.GET('/v1/payment-options')),
};
