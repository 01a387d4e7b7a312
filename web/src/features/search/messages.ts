import { count } from '@nanostores/i18n';
import { i18n } from '../../shared/i18n/i18n.ts';

export const messages = i18n('search', {
  title: 'Search',
  field: 'Film or cinema',
  films: 'Films',
  cinemas: 'Cinemas',
  none: 'Nothing found. Try fewer letters, or take a filter away.',
  genre: 'Genre',
  language: 'Language',
  format: 'Format',
  rating: 'Rating',
  city: 'City',
  date: 'Day',
  shows: count({ one: '{count} show', other: '{count} shows' }),
  notShown: 'no shows at the moment',
  filters: 'Filters',
});
