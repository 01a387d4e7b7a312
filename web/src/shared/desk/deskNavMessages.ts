import { i18n } from '../i18n/i18n.ts';

export const deskNavMessages = i18n('deskNav', {
  name: 'Staff desk',
  tonight: 'Tonight',
  search: 'Find a booking',
  programme: 'Programme',
  halls: 'Halls',
  troubles: 'Stuck work',
  chooseTheater: 'Which theater is this desk of?',
  theaterOrCity: 'Theater or city',
  otherTheater: 'Another theater',
});
