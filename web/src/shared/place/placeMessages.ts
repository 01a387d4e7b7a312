import { i18n } from '../i18n/i18n.ts';

export const placeMessages = i18n('place', {
  change: 'Change place',
  here: 'near you',
  usePosition: 'Use my position',
  city: 'City or cinema',
  denied: 'Your position could not be read. Type a city instead.',
  none: 'No cinema there yet.',
});
