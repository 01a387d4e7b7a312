/** What a booking's events mean to the person who reads its history. Steps that only drivers care for say nothing. */
import type { BookingEvent } from '../../domain/booking/events.ts';

/** The read model stores the index of a word in this list. Add words at the end; to reorder or remove one, raise its version. */
export const historyWords = [
  'started',
  'payment-attempted',
  'payment-authorized',
  'payment-declined',
  'payment-unavailable',
  'seats-booked',
  'seats-lost',
  'payment-captured',
  'payment-failed',
  'seats-returned',
  'payment-voided',
  'confirmed',
  'expired',
  'seats-cancelled',
  'cancelled',
  'seats-released',
  'refunded',
  'refund-failed',
  'refunded-by-hand',
  'admitted',
  'admission-undone',
] as const;
export type HistoryWord = (typeof historyWords)[number];

export interface HistoryEntry {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly what: HistoryWord;
}

/** Of `RefundFailed` and its like there may be many; the last ones tell what matters. */
const entriesMax = 200;

const wordOf: { readonly [Type in BookingEvent['type']]: HistoryWord | undefined } = {
  BookingInitiated: 'started',
  BookingRevised: undefined,
  PaymentAttempted: 'payment-attempted',
  PaymentTakenUp: undefined,
  HoldKept: undefined,
  PaymentAuthorized: 'payment-authorized',
  PaymentDeclined: 'payment-declined',
  PaymentUnreached: 'payment-unavailable',
  SeatsSecured: 'seats-booked',
  SeatsLost: 'seats-lost',
  PaymentAbandoned: 'payment-failed',
  PaymentCaptured: 'payment-captured',
  CaptureFailed: 'payment-failed',
  SeatsGivenBack: 'seats-returned',
  AuthorizationVoided: 'payment-voided',
  PaymentStepRefused: undefined,
  PaymentStuck: undefined,
  StuckPaymentRetried: undefined,
  BookingConfirmed: 'confirmed',
  BookingExpired: 'expired',
  CancellationAccepted: 'seats-cancelled',
  BookingCancelled: 'cancelled',
  SeatsReleased: 'seats-released',
  RefundIssued: 'refunded',
  RefundFailed: 'refund-failed',
  ForeignRefundsFound: 'refunded-by-hand',
  RefundDelayed: undefined,
  TicketAdmitted: 'admitted',
  AdmissionUndone: 'admission-undone',
};

/** The history with one more event, whose decision time is `at`. */
export const withEvent = (
  history: readonly HistoryEntry[],
  type: BookingEvent['type'],
  at: string,
): readonly HistoryEntry[] => {
  const what = wordOf[type];
  return what === undefined ? history : [...history, { at, what }].slice(-entriesMax);
};
