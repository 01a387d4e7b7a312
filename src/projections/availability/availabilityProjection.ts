/**
 * How many seats of each showtime are left, with everything else that a list shows of it. A batch is folded per showtime
 * in memory, so that an on-sale costs one write per batch and showtime, not one per hold, and that write is of seats only.
 */
import { idOfStream } from '../../domain/kernel/streams.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed, Projection } from '../engine/Projection.ts';
import {
  evolveSeats,
  evolveStanding,
  isSeatEvent,
  type SeatEvent,
  type SeatsFold,
  type StandingEvent,
  type StandingFold,
  standingDefinitions,
} from './evolveStanding.ts';
import {
  editedColumns,
  editedOfRow,
  rowOfEdited,
  rowOfSeats,
  seatsColumns,
  seatsOfRow,
} from './standingRows.ts';

const tables = `
  CREATE TABLE standings (
    id text COLLATE "C" PRIMARY KEY,
    facts json NOT NULL,
    status text NOT NULL,
    version integer NOT NULL,
    seat_types text[] NOT NULL,
    cancelled_why text,
    revision integer NOT NULL
  );
  CREATE TABLE seats (
    id text COLLATE "C" PRIMARY KEY,
    total_seats integer NOT NULL,
    available_seats integer NOT NULL,
    units json NOT NULL,
    -- Not an array: one of thousands of texts costs both sides most of a batch.
    taken json NOT NULL,
    revision integer NOT NULL
  ) WITH (fillfactor = 70);
`;

const readSeats = `SELECT id, revision, ${seatsColumns} FROM seats WHERE id = ANY ($1::text[])`;
const readEdited = `SELECT id, ${editedColumns} FROM standings WHERE id = ANY ($1::text[])`;

const writeSeats = `
  INSERT INTO seats (id, ${seatsColumns}, revision) SELECT id, ${seatsColumns}, revision
  FROM json_to_recordset($1::json) AS new (id text, total_seats integer, available_seats integer, units json,
    taken json, revision integer)
  ON CONFLICT (id) DO UPDATE SET total_seats = excluded.total_seats, available_seats = excluded.available_seats,
    units = excluded.units, taken = excluded.taken, revision = excluded.revision
  WHERE seats.revision < excluded.revision`;

const writeEdited = `
  INSERT INTO standings (id, ${editedColumns}, revision) SELECT id, ${editedColumns}, revision
  FROM json_to_recordset($1::json) AS new (id text, facts json, status text, version integer, seat_types text[],
    cancelled_why text, revision integer)
  ON CONFLICT (id) DO UPDATE SET facts = excluded.facts, status = excluded.status, version = excluded.version,
    seat_types = excluded.seat_types, cancelled_why = excluded.cancelled_why, revision = excluded.revision
  WHERE standings.revision < excluded.revision`;

interface Known<Fold> {
  readonly fold: Fold;
  readonly revision: number;
}

interface Edited extends Known<StandingFold> {
  /** Revision of the last event that is not of seats: rows must not depend on where batches begin. */
  readonly editedAt: readonly number[];
}

const newer = <Event extends Placed<StandingEvent>>(
  events: readonly Event[],
  known: Known<unknown> | undefined,
): readonly Event[] => events.filter(({ revision }) => known === undefined || revision > known.revision);

const withSeats = (
  known: Known<SeatsFold> | undefined,
  events: readonly Placed<SeatEvent>[],
): Known<SeatsFold> | undefined => {
  const [first] = events;
  if (known === undefined) throw new Error(`${first?.type} before ShowtimeScheduled`);
  const left = newer(events, known);
  const last = left.at(-1);
  return last && { fold: left.reduce(evolveSeats, known.fold), revision: last.revision };
};

const withEdits = (
  known: Known<StandingFold> | undefined,
  events: readonly Placed<StandingEvent>[],
): Edited | undefined => {
  const left = newer(events, known);
  const fold = left.reduce<StandingFold | undefined>(evolveStanding, known?.fold);
  const last = left.at(-1);
  const edits = left.filter((event) => !isSeatEvent(event)).map(({ revision }) => revision);
  return fold && last && { fold, revision: last.revision, editedAt: edits.slice(-1) };
};

const apply = async (
  events: readonly Placed<StandingEvent>[],
  transaction: ReadTransaction,
): Promise<void> => {
  const byId = Map.groupBy(events, ({ stream }) => idOfStream(stream));
  const seats = new Map<string, Known<SeatsFold>>();
  for (const row of await transaction.query(readSeats, [[...byId.keys()]])) {
    seats.set(String(row.id), { fold: seatsOfRow(row), revision: Number(row.revision) });
  }
  const edited = [...byId].flatMap(([id, all]) => (all.every(isSeatEvent) ? [] : [id]));
  const standings = new Map<string, Known<StandingFold>>();
  for (const row of edited.length === 0 ? [] : await transaction.query(readEdited, [edited])) {
    const id = String(row.id);
    const known = seats.get(id);
    if (known !== undefined) standings.set(id, { ...known, fold: { ...editedOfRow(row), ...known.fold } });
  }
  const seatRows: ReturnType<typeof rowOfSeats>[] = [];
  const editedRows: ReturnType<typeof rowOfEdited>[] = [];
  for (const [id, all] of byId) {
    if (all.every(isSeatEvent)) {
      const after = withSeats(seats.get(id), all);
      if (after !== undefined) seatRows.push(rowOfSeats(id, after.fold, after.revision));
    } else {
      const after = withEdits(standings.get(id), all);
      if (after === undefined) continue;
      seatRows.push(rowOfSeats(id, after.fold, after.revision));
      editedRows.push(...after.editedAt.map((revision) => rowOfEdited(id, after.fold, revision)));
    }
  }
  if (seatRows.length > 0) await transaction.query(writeSeats, [JSON.stringify(seatRows)]);
  if (editedRows.length > 0) await transaction.query(writeEdited, [JSON.stringify(editedRows)]);
};

export const availabilityProjection: Projection<StandingEvent> = {
  name: 'availability',
  version: 5,
  categories: ['showtime'],
  definitions: standingDefinitions,
  tables,
  apply,
};
