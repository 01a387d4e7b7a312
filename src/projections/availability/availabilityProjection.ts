/**
 * How many seats of each showtime are left, with everything else that a list shows of it, one row each. A batch is
 * folded per showtime in memory, so that an on-sale costs one write per batch and showtime, not one per hold.
 */
import { idOfStream } from '../../domain/kernel/streams.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed, Projection } from '../engine/Projection.ts';
import {
  evolveStanding,
  type StandingEvent,
  type StandingFold,
  standingDefinitions,
} from './evolveStanding.ts';
import { foldColumns, foldOfRow, rowOfFold } from './standingRows.ts';

const tables = `
  CREATE TABLE standings (
    id text COLLATE "C" PRIMARY KEY,
    facts json NOT NULL,
    status text NOT NULL,
    version integer NOT NULL,
    seat_types text[] NOT NULL,
    total_seats integer NOT NULL,
    available_seats integer NOT NULL,
    cancelled_why text,
    units json NOT NULL,
    taken text[] NOT NULL,
    revision integer NOT NULL
  );
`;

const readStandings = `SELECT id, revision, ${foldColumns} FROM standings WHERE id = ANY ($1::text[])`;

const writeStandings = `
  INSERT INTO standings (id, ${foldColumns}, revision)
  SELECT id, ${foldColumns}, revision
  FROM json_to_recordset($1::json) AS new (id text, facts json, status text, version integer, seat_types text[],
    total_seats integer, available_seats integer, cancelled_why text, units json, taken text[], revision integer)
  ON CONFLICT (id) DO UPDATE SET facts = excluded.facts, status = excluded.status, version = excluded.version,
    seat_types = excluded.seat_types, total_seats = excluded.total_seats,
    available_seats = excluded.available_seats, cancelled_why = excluded.cancelled_why, units = excluded.units,
    taken = excluded.taken, revision = excluded.revision
  WHERE standings.revision < excluded.revision`;

interface Known {
  readonly standing: StandingFold;
  readonly revision: number;
}

const readKnown = async (
  transaction: ReadTransaction,
  ids: readonly string[],
): Promise<Map<string, Known>> => {
  const known = new Map<string, Known>();
  for (const row of await transaction.query(readStandings, [ids])) {
    known.set(String(row.id), { standing: foldOfRow(row), revision: Number(row.revision) });
  }
  return known;
};

const apply = async (
  events: readonly Placed<StandingEvent>[],
  transaction: ReadTransaction,
): Promise<void> => {
  const known = await readKnown(transaction, [...new Set(events.map(({ stream }) => idOfStream(stream)))]);
  const changed = new Set<string>();
  for (const event of events) {
    const id = idOfStream(event.stream);
    const before = known.get(id);
    if (before !== undefined && event.revision <= before.revision) continue;
    known.set(id, { standing: evolveStanding(before?.standing, event), revision: event.revision });
    changed.add(id);
  }
  const rows = [...known].flatMap(([id, { standing, revision }]) =>
    changed.has(id) ? [rowOfFold(id, standing, revision)] : [],
  );
  if (rows.length > 0) await transaction.query(writeStandings, [JSON.stringify(rows)]);
};

export const availabilityProjection: Projection<StandingEvent> = {
  name: 'availability',
  version: 3,
  categories: ['showtime'],
  definitions: standingDefinitions,
  tables,
  apply,
};
