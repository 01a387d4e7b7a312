import { params } from '@nanostores/i18n';
import { i18n } from '../../shared/i18n/i18n.ts';

export const messages = i18n('film', {
  showsNear: 'Showtimes near',
  directed: params<{ names: string }>('Directed by {names}'),
  cast: params<{ names: string }>('With {names}'),
  trailer: 'Watch the trailer',
  none: 'Not on sale within 40 km at the moment.',
});
