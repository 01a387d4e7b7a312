/** Turns an owed message into one that can be sent: opens the customer's sealed name and address, and adds the ticket. */
import { z } from 'zod';
import type { Folded } from '../../commands/engine/CommandRunner.ts';
import type { Booking, BookingState } from '../../domain/booking/BookingState.ts';
import type { MessageKind } from '../../domain/notification/events.ts';
import type { KeyStore } from '../../ports/KeyStore.ts';
import type { Message } from '../../ports/Notifier.ts';
import type { ProcessLogger } from '../engine/runJob.ts';
import { type Show, writeMessage } from './writeMessage.ts';

/** `cancellationId`: what it is about, if it is about a cancellation. `owedAtMs`: since when, epoch milliseconds. */
export interface OwedMessage {
  readonly messageId: string;
  readonly bookingId: string;
  readonly kind: MessageKind;
  readonly cancellationId?: string;
  readonly owedAtMs: number;
}

export interface PrepareMessageDeps {
  readonly bookings: { read(id: string): Promise<Folded<BookingState>> };
  readShow(booking: Booking): Promise<Show>;
  /** The ticket of a confirmed booking as a PDF. */
  ticketPdf(bookingId: string): Promise<Uint8Array>;
  readonly keyStore: Pick<KeyStore, 'open'>;
  readonly logger: ProcessLogger;
}

const contactSchema = z.object({ name: z.string(), email: z.string() });
/** So often the ticket is tried; then the confirmation goes without it, which is better than none. */
const ticketTriesMax = 3;

/** `erased` when nobody can read any more whom it is for. Throws what its parts throw. */
export const prepareMessage = async (
  deps: PrepareMessageDeps,
  owed: OwedMessage,
  failedBefore: number,
): Promise<Message | 'erased'> => {
  const { messageId, bookingId, kind, cancellationId } = owed;
  const { state: booking } = await deps.bookings.read(bookingId);
  if (booking.status === 'none') throw new Error(`booking ${bookingId} does not exist`);
  const told = await deps.keyStore.open(booking.customer);
  if (told === undefined) return 'erased';
  const { name, email } = contactSchema.parse(told);
  const ticket = kind === 'booking-confirmed' ? await ticketOf(deps, booking, failedBefore) : undefined;
  const cancellation = booking.cancellations.find((each) => each.cancellationId === cancellationId);
  const written = writeMessage({
    kind,
    booking,
    ...(cancellation === undefined ? {} : { cancellation }),
    show: await deps.readShow(booking),
    customerName: name,
    hasTicket: ticket !== undefined,
  });
  const attachments =
    ticket === undefined
      ? []
      : [{ filename: `ticket-${booking.reference}.pdf`, contentType: 'application/pdf', content: ticket }];
  return { id: messageId, kind, bookingId, to: { name, email }, ...written, attachments };
};

/** None for a booking that was given up since. */
const ticketOf = async (
  { ticketPdf, logger }: PrepareMessageDeps,
  { status, bookingId }: Booking,
  failedBefore: number,
): Promise<Uint8Array | undefined> => {
  if (status !== 'confirmed') return undefined;
  try {
    return await ticketPdf(bookingId);
  } catch (error) {
    if (failedBefore + 1 < ticketTriesMax) throw error;
    logger.warn({ bookingId }, 'the ticket cannot be drawn: the confirmation goes without it');
    return undefined;
  }
};
