import { useMutation, useQuery, useQueryClient } from '@tanstack/preact-query';
import { api, dataOf } from '../../shared/api/client.ts';
import { account } from '../../shared/session/account.ts';

interface Session {
  readonly id: string;
  readonly current: boolean;
}

export const useSessions = (customerId: string) => {
  const queries = useQueryClient();
  const queryKey = ['sessions', customerId];
  const sessions = useQuery({
    queryKey,
    queryFn: async () => (await dataOf(api.GET('/v1/me/sessions'))).items,
  });
  const end = useMutation({
    mutationFn: ({ id }: Session) => dataOf(api.DELETE('/v1/me/sessions/{id}', { params: { path: { id } } })),
    onSuccess: async (_done, { current }) => {
      if (current) account.set(undefined);
      else await queries.invalidateQueries({ queryKey });
    },
  });
  return { sessions, end };
};
