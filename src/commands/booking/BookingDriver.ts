import type { Booking } from '../../domain/booking/BookingState.ts';
import type { RecordedEvent } from '../../ports/EventStore.ts';

export interface OpenedAttempt {
  readonly attempt: number;
  /** As it was sealed: it need not be opened again. */
  readonly token: string;
}

export interface DriveOptions {
  /** The attempt that the caller has just opened: no other driver has called the gateway for it. */
  readonly opened?: OpenedAttempt;
  readonly cause?: Pick<RecordedEvent, 'id' | 'revision' | 'metadata'>;
  readonly forMs: number;
  /** Called with the booking whenever it may have moved. Must not throw. */
  onProgress?(booking: Booking): void;
}

export interface BookingDriver {
  isDriving(bookingId: string): boolean;
  /**
   * Does every step that is due until there is none, the time is over, or this node stops. Never throws: the booking
   * process takes up what is left.
   */
  drive(bookingId: string, options: DriveOptions): Promise<void>;
  close(): Promise<void>;
}
