import { i18n } from '../../shared/i18n/i18n.ts';

export const messages = i18n('theater', {
  none: 'Nothing is on sale here at the moment.',
  map: 'Show on a map',
});
