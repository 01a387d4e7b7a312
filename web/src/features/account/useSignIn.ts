import { useMutation } from '@tanstack/preact-query';
import { api, dataOf } from '../../shared/api/client.ts';
import { account } from '../../shared/session/account.ts';

interface Confirmed {
  readonly email: string;
  readonly code: string;
}

export const useSignIn = () => ({
  request: useMutation({
    mutationFn: (email: string) => dataOf(api.POST('/v1/sign-in/email', { body: { email } })),
  }),
  confirm: useMutation({
    mutationFn: (body: Confirmed) => dataOf(api.POST('/v1/sign-in/email/confirm', { body })),
    onSuccess: account.set,
  }),
});
