import { i18n } from '../shared/i18n/i18n.ts';

export const messages = i18n('app', {
  search: 'Search',
  bookings: 'My bookings',
  staff: 'Staff',
  language: 'Language',
  skip: 'Skip to content',
  failedTitle: 'This page did not load',
  failedText: 'The connection was lost, or a newer version is out. Nothing you have booked is affected.',
  reload: 'Load again',
  missingTitle: 'There is no such page',
  missingText: 'The address may be old or mistyped.',
  home: 'To tonight’s films',
  proof: 'No seat is ever sold twice. The log proves it.',
  api: 'API',
});
