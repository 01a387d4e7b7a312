import { i18n } from '../i18n/i18n.ts';

export const staffMessages = i18n('staff', {
  theater: 'Theater',
  findTheater: 'Find a theater by name or city',
  noTheater: 'No theater of that name. Try its city.',
});
