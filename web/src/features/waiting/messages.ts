import { count, params } from '@nanostores/i18n';
import { i18n } from '../../shared/i18n/i18n.ts';

export const messages = i18n('waiting', {
  title: 'Waiting room',
  notOpen: params<{ at: string }>('It opens {at}. Come back then; this page also opens it by itself.'),
  enter: 'Take a place',
  explain: params<{ at: string }>(
    'Everybody who is here when places are drawn ({at}) has the same chance, and anyone can check the draw. Who comes later stands behind.',
  ),
  beforeDraw: params<{ at: string }>('You are in. Places are drawn {at}.'),
  place: params<{ place: string }>('Your place: {place}'),
  ahead: count({ one: '{count} person is before you', other: '{count} people are before you' }),
  between: params<{ from: string; to: string }>('About {from} to {to} minutes, if things go on as they do'),
  saleStarts: params<{ at: string }>('The sale starts {at}. Be here then.'),
  unknown: 'How long it takes cannot be said yet',
  keep: 'You may close this page and come back on this device: your place is kept.',
  turn: 'It is your turn',
  until: params<{ at: string }>('Choose your seats until {at}.'),
  choose: 'Choose seats',
  over: 'Your turn is over',
  overText: 'Take a new place to wait once more.',
  closed: 'This waiting room is closed. Seats can be had without it, if there are any.',
});
