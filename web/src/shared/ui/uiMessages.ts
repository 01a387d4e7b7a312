import { i18n } from '../i18n/i18n.ts';

export const uiMessages = i18n('ui', {
  loading: 'Loading',
  tryAgain: 'Try again',
  more: 'Show more',
  close: 'Close',
});
