import type { EventOf } from '../../domain/kernel/eventDefinition.ts';
import { idOfStream } from '../../domain/kernel/streams.ts';
import { showtimeEvents } from '../../domain/showtime/events.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed, Projection } from '../engine/Projection.ts';
import { readingOnly } from '../engine/readingOnly.ts';

const definitions = {
  SeatsHeld: readingOnly(showtimeEvents.SeatsHeld, 'holdId', 'expiresAt'),
  HoldExtended: showtimeEvents.HoldExtended,
  HoldReleased: readingOnly(showtimeEvents.HoldReleased, 'holdId'),
  HoldExpired: readingOnly(showtimeEvents.HoldExpired, 'holdId'),
  SeatsBooked: readingOnly(showtimeEvents.SeatsBooked, 'holdId'),
} as const;
type HoldEvent = EventOf<(typeof definitions)[keyof typeof definitions]>;

const tables = `
  CREATE TABLE active_holds (
    hold_id text COLLATE "C" PRIMARY KEY,
    showtime_id text COLLATE "C" NOT NULL,
    expires_at timestamptz NOT NULL,
    -- The event that made it and the correlation of its request.
    cause_id text NOT NULL,
    correlation_id text NOT NULL
  );
  CREATE INDEX ON active_holds (expires_at);
`;

const insertHolds = `
  INSERT INTO active_holds (hold_id, showtime_id, expires_at, cause_id, correlation_id)
  SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[])
  ON CONFLICT (hold_id) DO UPDATE SET expires_at = excluded.expires_at`;

const extendHolds = `
  UPDATE active_holds SET expires_at = new.expires_at
  FROM unnest($1::text[], $2::timestamptz[]) AS new (hold_id, expires_at)
  WHERE active_holds.hold_id = new.hold_id`;

const deleteHolds = 'DELETE FROM active_holds WHERE hold_id = ANY ($1::text[])';

interface MadeHold {
  readonly showtimeId: string;
  readonly expiresAt: string;
  readonly id: string;
  readonly correlationId: string;
}

/** Most holds come and go within one batch while catching up, and then cost nothing. */
const apply = async (events: readonly Placed<HoldEvent>[], transaction: ReadTransaction): Promise<void> => {
  const made = new Map<string, MadeHold>();
  const extended = new Map<string, string>();
  const ended = new Set<string>();

  for (const event of events) {
    const { holdId } = event.data;
    switch (event.type) {
      case 'SeatsHeld':
        made.set(holdId, {
          showtimeId: idOfStream(event.stream),
          expiresAt: event.data.expiresAt,
          id: event.id,
          correlationId: event.correlationId,
        });
        break;
      case 'HoldExtended': {
        const hold = made.get(holdId);
        if (hold === undefined) extended.set(holdId, event.data.expiresAt);
        else made.set(holdId, { ...hold, expiresAt: event.data.expiresAt });
        break;
      }
      case 'HoldReleased':
      case 'HoldExpired':
      case 'SeatsBooked':
        made.delete(holdId);
        extended.delete(holdId);
        ended.add(holdId);
        break;
    }
  }

  if (ended.size > 0) await transaction.query(deleteHolds, [[...ended]]);
  if (extended.size > 0) await transaction.query(extendHolds, [[...extended.keys()], [...extended.values()]]);
  if (made.size > 0) {
    const holds = [...made.values()];
    await transaction.query(insertHolds, [
      [...made.keys()],
      holds.map(({ showtimeId }) => showtimeId),
      holds.map(({ expiresAt }) => expiresAt),
      holds.map(({ id }) => id),
      holds.map(({ correlationId }) => correlationId),
    ]);
  }
};

export const holdsProjection: Projection<HoldEvent> = {
  name: 'holds',
  version: 2,
  categories: ['showtime'],
  definitions,
  tables,
  apply,
};
