import { params } from '@nanostores/i18n';
import { i18n } from '../i18n/i18n.ts';

export const sessionMessages = i18n('session', {
  title: 'Sign in as staff',
  text: 'Paste an access token of your cinema. It stays in this tab and is forgotten when the tab closes.',
  token: 'Access token',
  signIn: 'Sign in',
  signOut: 'Sign out',
  signedInAs: params<{ roles: string }>('Signed in: {roles}'),
  wrongRole: params<{ roles: string }>('This page is for {roles}. Sign in with such an account.'),
});
