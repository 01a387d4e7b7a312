import type { HallEvent } from '../../domain/hall/events.ts';
import type { Placed } from '../engine/Projection.ts';
import { foldText } from '../sql/foldText.ts';

export const hallRow = ({
  data,
  revision,
}: Placed<Extract<HallEvent, { readonly type: 'HallBuilt' | 'HallRevised' }>>) => ({
  id: data.hallId,
  name: data.name,
  sort_name: foldText(data.name),
  lone_seat_rule: data.loneSeatRule,
  cleaning_minutes: data.cleaningMinutes,
  revision,
});

export const writeHalls = `
  INSERT INTO halls (id, theater_id, name, sort_name, lone_seat_rule, cleaning_minutes, version, revision,
    layout_version, seat_count)
  SELECT id, theater_id, name, sort_name, lone_seat_rule, cleaning_minutes, 1, revision, 0, 0
  FROM json_to_recordset($1::json) AS new (id text, theater_id text, name text, sort_name text,
    lone_seat_rule text, cleaning_minutes integer, revision integer)
  ON CONFLICT (id) DO NOTHING`;

export const writeHallRevisions = `
  UPDATE halls SET name = new.name, sort_name = new.sort_name, lone_seat_rule = new.lone_seat_rule,
    cleaning_minutes = new.cleaning_minutes, version = halls.version + new.edits, revision = new.revision
  FROM json_to_recordset($1::json) AS new (id text, name text, sort_name text, lone_seat_rule text,
    cleaning_minutes integer, edits integer, revision integer)
  WHERE halls.id = new.id AND halls.revision < new.revision`;

export const writeLayouts = `
  UPDATE halls SET layout_version = new.version, seat_count = new.seat_count
  FROM json_to_recordset($1::json) AS new (id text, version integer, seat_count integer)
  WHERE halls.id = new.id AND halls.layout_version < new.version`;
