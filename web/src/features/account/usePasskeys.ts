import { useMutation, useQuery, useQueryClient } from '@tanstack/preact-query';
import { api, dataOf } from '../../shared/api/client.ts';

export const usePasskeys = (customerId: string) => {
  const queries = useQueryClient();
  const queryKey = ['passkeys', customerId];
  const onSuccess = () => queries.invalidateQueries({ queryKey });
  return {
    passkeys: useQuery({
      queryKey,
      queryFn: async () => (await dataOf(api.GET('/v1/me/passkeys'))).items,
    }),
    add: useMutation({ mutationFn: async () => (await import('./passkeys.ts')).addPasskey(), onSuccess }),
    remove: useMutation({
      mutationFn: (id: string) => dataOf(api.DELETE('/v1/me/passkeys/{id}', { params: { path: { id } } })),
      onSuccess,
    }),
  };
};
