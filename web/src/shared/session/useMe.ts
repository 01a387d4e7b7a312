import { useStore } from '@nanostores/preact';
import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../api/client.ts';
import { accessToken } from './accessToken.ts';

/** Who is signed in on this tab; idle while nobody is. */
export const useMe = () => {
  const token = useStore(accessToken.store);
  return useQuery({
    queryKey: ['me', token],
    enabled: token !== undefined,
    queryFn: () => dataOf(api.GET('/v1/me')),
  });
};

export type Role = NonNullable<ReturnType<typeof useMe>['data']>['roles'][number];
