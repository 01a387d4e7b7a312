import { i18n } from '../../shared/i18n/i18n.ts';

export const messages = i18n('tonight', {
  tonight: 'Tonight near',
  soon: 'Next near',
  none: 'No films on sale within 40 km. Choose another place.',
  allTimes: 'All times',
});
