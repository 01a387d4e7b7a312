import { params } from '@nanostores/i18n';
import { i18n } from '../i18n/i18n.ts';

export const sessionMessages = i18n('session', {
  title: 'Sign in as staff',
  text: 'Paste an access token of your cinema. It stays in this tab and is forgotten when the tab closes.',
  token: 'Access token',
  signIn: 'Sign in',
  signOut: 'Sign out',
  signedInAs: params<{ roles: string }>('Signed in: {roles}'),
  wrongRole: params<{ people: string }>('This page is for {people}. Sign in as one of them.'),
  staff: 'cinema staff',
  admin: 'administration',
  analyst: 'analysis',
  gate: 'gate staff',
  catalog: 'film catalog',
  customer: 'customer',
  forStaff: 'cinema staff',
  forAdmin: 'administrators',
  forAnalyst: 'analysts',
  forGate: 'gate staff',
});
