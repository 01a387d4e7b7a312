import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import { api, dataOf } from '../../shared/api/client.ts';
import type { operations } from '../../shared/api/schema.ts';
import type { Account } from '../../shared/session/account.ts';

type RegistrationOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];
type SignInOptions = Parameters<typeof startAuthentication>[0]['optionsJSON'];
type Sent<Operation extends 'registerPasskey' | 'signInWithPasskey'> =
  operations[Operation]['requestBody']['content']['application/json'];

export const signInWithPasskey = async (): Promise<Account> => {
  const options = await dataOf(api.POST('/v1/sign-in/passkey/options', { body: {} }));
  const answer = await startAuthentication({ optionsJSON: options as unknown as SignInOptions });
  const body = answer as unknown as Sent<'signInWithPasskey'>;
  return await dataOf(api.POST('/v1/sign-in/passkey/verify', { body }));
};

export const addPasskey = async (): Promise<void> => {
  const options = await dataOf(api.POST('/v1/passkeys/registration/options', { body: {} }));
  const answer = await startRegistration({ optionsJSON: options as unknown as RegistrationOptions });
  const body = answer as unknown as Sent<'registerPasskey'>;
  await dataOf(api.POST('/v1/passkeys/registration/verify', { body }));
};
