import { z } from 'zod';
import { hasWebAddress } from '../../commands/customer/webAddresses.ts';
import type { Folded } from '../../commands/engine/CommandRunner.ts';
import type { Booking, BookingState } from '../../domain/booking/BookingState.ts';
import { revisionOfMessage } from '../../domain/notification/events.ts';
import type { KeyStore } from '../../ports/KeyStore.ts';
import type { ProcessLogger } from '../engine/runJob.ts';
import type { MessageWriters, OwedMessage, WriteMessage } from './MessageWriters.ts';
import { type BookingMessageKind, type Show, writeMessage } from './writeMessage.ts';

export interface BookingMessagesDeps {
  readonly bookings: {
    read(id: string): Promise<Folded<BookingState>>;
    readAt(id: string, revision: number): Promise<Folded<BookingState>>;
  };
  readShow(booking: Booking): Promise<Show>;
  /** The ticket of a confirmed booking as a PDF. */
  ticketPdf(bookingId: string): Promise<Uint8Array>;
  /** The code that a message tells; undefined when it has expired. */
  accessCode(messageId: string): Promise<string | undefined>;
  readonly keyStore: Pick<KeyStore, 'open'>;
  readonly logger: ProcessLogger;
}

const contactSchema = z.object({ name: z.string(), email: z.string() });
/** So often the ticket is tried; then the confirmation goes without it, which is better than none. */
const ticketTriesMax = 3;

export const bookingMessages = (deps: BookingMessagesDeps): Pick<MessageWriters, BookingMessageKind> => {
  const writing =
    (kind: BookingMessageKind): WriteMessage =>
    (owed) =>
      write(deps, kind, owed);
  return {
    'booking-confirmed': writing('booking-confirmed'),
    'booking-failed': writing('booking-failed'),
    'booking-cancelled': writing('booking-cancelled'),
    'refund-issued': writing('refund-issued'),
    'booking-access-code': writing('booking-access-code'),
  };
};

const write = async (
  deps: BookingMessagesDeps,
  kind: BookingMessageKind,
  owed: OwedMessage,
): ReturnType<WriteMessage> => {
  const { messageId, bookingId, tries } = owed;
  if (bookingId === undefined) throw new Error(`message ${messageId} names no booking`);
  const { state: booking } = await deps.bookings.read(bookingId);
  if (booking.status === 'none') throw new Error(`booking ${bookingId} does not exist`);
  const told = await deps.keyStore.open(booking.customer);
  if (told === undefined) return 'erased';
  const contact = contactSchema.safeParse(told);
  if (!contact.success) return 'no-address';
  const { name: given, email } = contact.data;
  // Names that were taken before they were checked.
  const name = hasWebAddress(given) ? undefined : given;
  const accessCode = kind === 'booking-access-code' ? await deps.accessCode(messageId) : undefined;
  if (kind === 'booking-access-code' && accessCode === undefined) return 'too-late';
  const ticket = kind === 'booking-confirmed' ? await ticketOf(deps, booking, tries) : undefined;
  const cancellationId = owed.cancellationId ?? (await cancellationToldOf(deps, { ...owed, bookingId }));
  const cancellation = booking.cancellations.find((each) => each.cancellationId === cancellationId);
  const written = writeMessage({
    kind,
    booking,
    ...(cancellation === undefined ? {} : { cancellation }),
    show: await deps.readShow(booking),
    ...(name === undefined ? {} : { customerName: name }),
    hasTicket: ticket !== undefined,
    ...(accessCode === undefined ? {} : { accessCode }),
  });
  const attachments =
    ticket === undefined
      ? []
      : [{ filename: `ticket-${booking.reference}.pdf`, contentType: 'application/pdf', content: ticket }];
  return { id: messageId, kind, to: { name: name ?? '', email }, ...written, attachments };
};

/** A message that was given up before messages were requested says only which event of the booking it tells of. */
const cancellationToldOf = async (
  { bookings }: BookingMessagesDeps,
  { messageId, bookingId, kind }: OwedMessage & { readonly bookingId: string },
): Promise<string | undefined> => {
  if (kind !== 'booking-cancelled' && kind !== 'refund-issued') return undefined;
  const revision = revisionOfMessage(messageId);
  const [before, after] = await Promise.all([
    bookings.readAt(bookingId, revision - 1),
    bookings.readAt(bookingId, revision),
  ]);
  const told = (state: BookingState): readonly string[] =>
    (state.status === 'none' ? [] : state.cancellations)
      .filter(({ refundStatus }) => kind === 'booking-cancelled' || refundStatus === 'done')
      .map(({ cancellationId }) => cancellationId);
  const toldBefore = new Set(told(before.state));
  return told(after.state).find((each) => !toldBefore.has(each));
};

/** None for a booking that was given up since. */
const ticketOf = async (
  { ticketPdf, logger }: BookingMessagesDeps,
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
