import { params } from '@nanostores/i18n';
import { i18n } from '../i18n/i18n.ts';

export const showMessages = i18n('shows', {
  few: 'few left',
  soldOut: 'sold out',
  closed: 'sales closed',
  minutes: params<{ minutes: string }>('{minutes} min'),
  today: 'Today',
  tomorrow: 'Tomorrow',
  days: 'Days',
  none: 'No shows on this day.',
  noRefund: 'Nothing is paid back any more.',
  refundUntil: params<{ until: string; percent: string }>('Until {until}: {percent} back'),
});
