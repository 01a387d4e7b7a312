/**
 * Messages that customers are owed and what became of each. Both come from the log, so that a rebuilt model owes
 * nothing that was sent before. Names, addresses and texts must not enter.
 */
import { bookingEvents } from '../../domain/booking/events.ts';
import type { EventOf } from '../../domain/kernel/eventDefinition.ts';
import {
  type MessageKind,
  messageIdOf,
  type NotificationEvent,
  notificationEvents,
} from '../../domain/notification/events.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import { type Placed, type Projection, streamIdOf } from '../engine/Projection.ts';
import { readingOnly } from '../engine/readingOnly.ts';

const owing = {
  BookingConfirmed: bookingEvents.BookingConfirmed,
  BookingExpired: bookingEvents.BookingExpired,
  CancellationAccepted: readingOnly(bookingEvents.CancellationAccepted, 'cancellationId'),
  RefundIssued: readingOnly(bookingEvents.RefundIssued, 'cancellationId'),
} as const;
type OwingEvent = EventOf<(typeof owing)[keyof typeof owing]>;
type OutboxEvent = OwingEvent | NotificationEvent;

// A message may be settled before the event that owes it is applied, when the booking was parked and comes late.
const tables = `
  CREATE TABLE messages (
    message_id text COLLATE "C" PRIMARY KEY,
    booking_id text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    revision integer,
    cancellation_id text,
    owed_at timestamptz,
    position text COLLATE "C",
    settled text,
    settled_at timestamptz,
    why text,
    -- When staff wanted it sent after all: it is as fresh as that.
    retried_at timestamptz
  );
  CREATE INDEX ON messages (booking_id, revision) WHERE settled IS NULL;
  CREATE INDEX ON messages (settled_at, message_id) WHERE settled = 'parked';
`;

const insertOwed = `
  INSERT INTO messages (message_id, booking_id, kind, revision, cancellation_id, owed_at, position)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[], $5::text[], $6::timestamptz[], $7::text[])
  ON CONFLICT (message_id) DO UPDATE SET revision = excluded.revision, cancellation_id = excluded.cancellation_id,
    owed_at = excluded.owed_at, position = excluded.position`;

const insertSettled = `
  INSERT INTO messages (message_id, booking_id, kind, settled, settled_at, why, retried_at)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::text[],
    $7::timestamptz[])
  ON CONFLICT (message_id) DO UPDATE SET settled = excluded.settled, settled_at = excluded.settled_at,
    why = excluded.why, retried_at = coalesce(excluded.retried_at, messages.retried_at)`;

/** Reasons that the customer does not know already: a hold that ran out or was given back is no news. */
const toldReasons: ReadonlySet<string> = new Set(['seats-taken', 'payment-failed', 'showtime-cancelled']);

const kindOf = (event: OwingEvent): MessageKind | undefined => {
  switch (event.type) {
    case 'BookingConfirmed':
      return 'booking-confirmed';
    case 'BookingExpired':
      return toldReasons.has(event.data.why) ? 'booking-failed' : undefined;
    case 'CancellationAccepted':
      return 'booking-cancelled';
    case 'RefundIssued':
      return 'refund-issued';
  }
};

type Row = readonly (string | number | null)[];

const owedRow = (event: Placed<OwingEvent>): Row | undefined => {
  const kind = kindOf(event);
  if (kind === undefined) return undefined;
  const bookingId = streamIdOf(event.stream);
  const { revision, at, position } = event;
  const cancellationId = 'cancellationId' in event.data ? event.data.cancellationId : null;
  return [messageIdOf(bookingId, revision), bookingId, kind, revision, cancellationId, at, position];
};

const settledRow = (event: Placed<NotificationEvent>): Row => {
  const { messageId, bookingId, kind } = event.data;
  switch (event.type) {
    case 'NotificationSent':
      return [messageId, bookingId, kind, 'sent', event.at, null, null];
    case 'NotificationWithheld':
      return [messageId, bookingId, kind, 'withheld', event.at, null, null];
    case 'NotificationParked':
      return [messageId, bookingId, kind, 'parked', event.at, event.data.why, null];
    case 'NotificationRetried':
      return [messageId, bookingId, kind, null, null, null, event.at];
  }
};

/** One statement for all rows; the last of several with one message id wins, as it would have one after the other. */
const write = async (transaction: ReadTransaction, sql: string, rows: readonly Row[]): Promise<void> => {
  const last = [...new Map(rows.map((row) => [row[0], row])).values()];
  const [first] = last;
  if (first === undefined) return;
  const columns = first.map((_, column) => last.map((row) => row[column] ?? null));
  await transaction.query(sql, columns);
};

const apply = async (events: readonly Placed<OutboxEvent>[], transaction: ReadTransaction): Promise<void> => {
  const owed: Row[] = [];
  const settled: Row[] = [];
  for (const event of events) {
    switch (event.type) {
      case 'BookingConfirmed':
      case 'BookingExpired':
      case 'CancellationAccepted':
      case 'RefundIssued': {
        const row = owedRow(event);
        if (row !== undefined) owed.push(row);
        break;
      }
      case 'NotificationSent':
      case 'NotificationWithheld':
      case 'NotificationParked':
      case 'NotificationRetried':
        settled.push(settledRow(event));
        break;
    }
  }
  await write(transaction, insertOwed, owed);
  await write(transaction, insertSettled, settled);
};

export const outboxProjection: Projection<OutboxEvent> = {
  name: 'outbox',
  version: 2,
  categories: ['booking', 'notification'],
  definitions: { ...owing, ...notificationEvents },
  tables,
  apply,
};
