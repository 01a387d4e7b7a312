/** Who carries a booking from step to step. The use cases ask for it; the booking process does it. */
import type { Booking } from '../../domain/booking/BookingState.ts';
import type { RecordedEvent } from '../../ports/EventStore.ts';

export interface DriveOptions {
  /** The attempt that the caller has just opened himself: nobody else has called the gateway for it. */
  readonly opened?: number;
  /** The last event of the booking, where the caller has just appended it. */
  readonly cause?: Pick<RecordedEvent, 'id' | 'revision' | 'metadata'>;
  /** How long to go on at most. */
  readonly forMs: number;
  /** Called with the booking whenever it may have moved. Must not throw. */
  onProgress?(booking: Booking): void;
}

export interface BookingDriver {
  /** Whether this node is at it already. */
  isDriving(bookingId: string): boolean;
  /**
   * Does every step that is due until there is none, the time is over, or this node stops. Never throws: what it
   * could not do, somebody takes up later.
   */
  drive(bookingId: string, options: DriveOptions): Promise<void>;
  /** Lets every step under way come to its end and begins no other. */
  close(): Promise<void>;
}
