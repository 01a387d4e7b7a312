import { params } from '@nanostores/i18n';
import { i18n } from '../i18n/i18n.ts';

/** Each answer that says no, in words that say what to do next. */
export const problemMessages = i18n('problems', {
  offline: 'There is no connection. Check it and try again; nothing is lost.',
  unknown: 'Something went wrong on our side. Try again in a moment.',
  'seats-unavailable': params<{ seats: string }>(
    'Just taken: {seats}. Choose others; nothing else has changed.',
  ),
  'lone-seat': 'That would leave a single seat nobody can use. Take the seat next to it, or move by one.',
  'showtime-not-on-sale': 'This show is not on sale any more. Choose another one.',
  'unknown-seat': 'That seat is not in this hall any more. The map has been renewed.',
  'too-many-seats': params<{ max: string }>('You can take up to {max} seats at once.'),
  'seats-belong-together': 'These two seats are one: they are sold together.',
  'hold-expired': 'Your time for these seats is over. They are free for everyone again; choose once more.',
  'hold-already-booked': 'These seats are booked already. Look under “My bookings”.',
  'hold-cap-reached': 'The time cannot be extended any further. Pay now, or choose your seats once more.',
  'booking-in-progress': 'A payment for these seats is under way. Wait a moment.',
  'payment-declined': 'The card was declined. Your seats are still held: try another card.',
  'payment-failed':
    'The payment could not be completed and nothing was charged. Choose your seats once more.',
  'payment-unavailable':
    'Payments cannot be taken at the moment. Your seats are still held: try again shortly.',
  'quote-changed': 'The price has changed. Look at it once more before you pay.',
  'refund-changed': 'The refund has changed meanwhile. Look at it once more.',
  'not-cancellable': 'This booking cannot be cancelled any more.',
  'not-confirmed': 'There is no ticket: this booking is not confirmed.',
  'invalid-code': 'That code is wrong or too old. Ask for a new one.',
  'not-found': 'There is nothing here. The address, the reference or the code may be mistyped.',
  'rate-limited': params<{ seconds: string }>('That was a lot at once. Try again in {seconds} s.'),
  'budget-exhausted': 'You hold as many seats as one person can. Finish or release the others first.',
  'challenge-required':
    'Many seats are held from your network, and we could not check that you are a person. Try again, or use another network.',
  'purchase-limit': params<{ max: string }>('One person can buy up to {max} seats for this show.'),
  'queue-required': 'There is a waiting room for this show. Take your place in it first.',
  'queue-over': 'This waiting room is closed.',
  'queue-not-open': 'This waiting room is not open yet.',
  'sign-in-again': 'For this, sign in once more.',
  unauthorized: 'You are not signed in any more. Sign in once more.',
  forbidden: 'Your account has no right to this.',
  'temporarily-unavailable': 'This part is not available right now. Try again in a moment; nothing is lost.',
  overloaded: 'Very many people are here right now. Try again in a moment.',
  'request-in-progress': 'This is being done already. Wait a moment.',
  'invalid-request': 'Something in the form is not right. Check what you typed.',
  'read-only': 'This is a copy for practice: nothing can be changed here.',
  missingSince: params<{ at: string }>('What happened since {at} may be missing here.'),
});
