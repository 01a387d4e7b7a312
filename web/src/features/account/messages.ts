import { params } from '@nanostores/i18n';
import { i18n } from '../../shared/i18n/i18n.ts';

export const messages = i18n('account', {
  title: 'Your account',
  signInTitle: 'Sign in',
  signInText: 'We send a code to your e-mail address. There is no password, and no form to fill in.',
  email: 'E-mail',
  sendCode: 'Send the code',
  sent: params<{ email: string }>('A code is on its way to {email}. It is good for ten minutes.'),
  code: 'Code from the mail',
  signIn: 'Sign in',
  otherAddress: 'Another address',
  withPasskey: 'Sign in with a passkey',
  passkeyFailed: 'That passkey did not open an account. Sign in with a code.',
  bookings: 'My bookings',
  sessions: 'Where you are signed in',
  thisDevice: 'This device',
  since: params<{ at: string }>('Since {at}'),
  lastUsed: params<{ at: string }>('Last used {at}'),
  end: 'Sign out there',
  signOut: 'Sign out',
  passkeys: 'Passkeys',
  passkeysText: 'A passkey signs you in with your fingerprint, your face or the lock of your device.',
  addPasskey: 'Add a passkey',
  remove: 'Remove',
  passkeyOf: params<{ at: string }>('Made {at}'),
  notAdded: 'No passkey was made.',
});
