import {
  type NotificationEvent,
  notificationEvents,
  revisionOfMessage,
  sourceOfMessage,
} from '../../domain/notification/events.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed, Projection } from '../engine/Projection.ts';

// Messages that are owed or were given up. What was sent or withheld is gone from here.
const tables = `
  CREATE TABLE messages (
    message_id text COLLATE "C" PRIMARY KEY,
    source_id text COLLATE "C" NOT NULL,
    revision integer NOT NULL,
    kind text NOT NULL,
    booking_id text COLLATE "C",
    cancellation_id text COLLATE "C",
    owed_at timestamptz,
    due_at timestamptz,
    tries integer NOT NULL,
    position text COLLATE "C" NOT NULL,
    cause_id text NOT NULL,
    correlation_id text NOT NULL,
    parked_at timestamptz,
    why text
  );
  CREATE INDEX ON messages (source_id, revision) WHERE parked_at IS NULL;
  CREATE INDEX ON messages (due_at) WHERE parked_at IS NULL;
  CREATE INDEX ON messages (parked_at, message_id) WHERE parked_at IS NOT NULL;
`;

const columns = [
  ...(['message_id', 'source_id', 'revision', 'kind', 'booking_id', 'cancellation_id', 'owed_at'] as const),
  ...(['due_at', 'tries', 'position', 'cause_id', 'correlation_id', 'parked_at', 'why'] as const),
];
type Row = Readonly<Record<(typeof columns)[number], string | number | null>>;

const readRows = `
  SELECT to_json(messages) AS message FROM messages WHERE message_id = ANY ($1::text[])`;

const writeRows = `
  INSERT INTO messages (${columns.join(', ')})
  SELECT ${columns.join(', ')} FROM json_populate_recordset(NULL::messages, $1::json)
  ON CONFLICT (message_id) DO UPDATE SET
    ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`;

const deleteRows = 'DELETE FROM messages WHERE message_id = ANY ($1::text[])';

/** A message that is told of before it was requested: it was settled when only bookings said what is owed. */
const unrequested = (event: Placed<NotificationEvent>): Row => {
  const { messageId, kind } = event.data;
  const sourceId = sourceOfMessage(messageId);
  return {
    ...{ message_id: messageId, source_id: sourceId, revision: revisionOfMessage(messageId), kind },
    ...{ booking_id: sourceId, cancellation_id: null, owed_at: null, due_at: null, tries: 0 },
    ...{ position: event.position, cause_id: event.id, correlation_id: event.correlationId },
    ...{ parked_at: null, why: null },
  };
};

/** The row after an event; undefined when the message needs no row any more. */
const rowAfter = (before: Row | undefined, event: Placed<NotificationEvent>): Row | undefined => {
  const row = before ?? unrequested(event);
  switch (event.type) {
    case 'NotificationRequested': {
      const { about, owedAt } = event.data;
      const { bookingId: booking_id = null, cancellationId: cancellation_id = null } = about;
      return { ...unrequested(event), booking_id, cancellation_id, owed_at: owedAt, due_at: owedAt };
    }
    case 'NotificationDelayed':
      return { ...row, due_at: event.data.retryAt, tries: event.data.tries };
    case 'NotificationParked':
      return { ...row, due_at: null, parked_at: event.at, why: event.data.why };
    case 'NotificationRetried': {
      const { id: cause_id, correlationId: correlation_id, at } = event;
      const asNew = { owed_at: at, due_at: at, tries: 0, parked_at: null, why: null };
      return { ...row, ...asNew, cause_id, correlation_id };
    }
    case 'NotificationSent':
    case 'NotificationWithheld':
      return undefined;
  }
};

const apply = async (
  events: readonly Placed<NotificationEvent>[],
  transaction: ReadTransaction,
): Promise<void> => {
  const ids = [...new Set(events.map(({ data }) => data.messageId))];
  const known = await transaction.query(readRows, [ids]);
  const rows = new Map<string, Row | undefined>(
    known.map(({ message }) => message as Row).map((row) => [String(row.message_id), row]),
  );
  for (const event of events) {
    const { messageId } = event.data;
    rows.set(messageId, rowAfter(rows.get(messageId), event));
  }
  const left = [...rows.values()].filter((row) => row !== undefined);
  const gone = ids.filter((id) => rows.get(id) === undefined);
  if (left.length > 0) await transaction.query(writeRows, [JSON.stringify(left)]);
  if (gone.length > 0) await transaction.query(deleteRows, [gone]);
};

export const outboxProjection: Projection<NotificationEvent> = {
  name: 'outbox',
  version: 4,
  categories: ['notification'],
  definitions: notificationEvents,
  tables,
  apply,
};
