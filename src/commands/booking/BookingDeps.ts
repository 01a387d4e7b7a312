import type { Booking } from '../../domain/booking/BookingState.ts';
import type { Position } from '../../ports/EventStore.ts';
import type { KeyStore } from '../../ports/KeyStore.ts';
import type { PaymentGateway } from '../../ports/PaymentGateway.ts';
import type { Runners } from '../runners.ts';
import type { StaffAlerts } from './alertStaff.ts';
import type { BookingDriver } from './BookingDriver.ts';

export interface WaitingLimits {
  readonly answerWithinMs: number;
  /** How long the node that took a request drives its booking, answered or not. */
  readonly driveMs: number;
}

export const waitingLimits: WaitingLimits = { answerWithinMs: 4_000, driveMs: 30_000 };

export interface BookingDeps extends StaffAlerts {
  readonly commands: Pick<Runners, 'showtimes' | 'bookings' | 'requests'>;
  readonly keys: Pick<KeyStore, 'seal' | 'sealBriefly'>;
  readonly gateway: Pick<PaymentGateway, 'refundsOf' | 'authorize'>;
  readonly driver: BookingDriver;
  readonly limits: WaitingLimits;
  /** Resolves after `ms`, or as soon as the signal says stop. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export type NotDone<Rejection> =
  | { readonly outcome: 'rejected'; readonly rejection: Rejection }
  | { readonly outcome: 'key-reused' }
  | { readonly outcome: 'in-progress' }
  | { readonly outcome: 'unavailable'; readonly why: string; readonly retryAfterMs: number };

export interface Answered {
  readonly booking: Booking;
  /** Of the last event that the answer rests on, or a later one. */
  readonly position: Position;
  readonly replayed: boolean;
}
