-- Resends of appends that expect nothing are found by the stream: only snapshots expect nothing, and their streams are short.
drop index event_log.events_by_id;

-- Appends to different streams of which each expects a revision. When one expectation fails nothing is written and the answer
-- is null: event_log.append then judges each by itself. Otherwise all events are written, in the given order, and the answer is
-- the position before the first of them.
--
-- streams, expected: of each append; -1 for "no stream".
-- The others: of each event. Texts are lines, which split several times faster than JSON or arrays are parsed.
create function event_log.append_expected(
  streams text, expected bigint[], stream_lines text, revisions bigint[], ids text, types text, versions integer[],
  ats text, datas text, metadatas text
) returns bigint language plpgsql as $$
#variable_conflict use_column
declare
  head_before bigint;
  as_expected boolean;
begin
  -- Statements after this one have their own snapshot, which holds everything committed by earlier lock holders.
  select h.position into strict head_before from event_log.head h for update;
  select bool_and(a.expected = coalesce(
    (select e.revision from event_log.events e where e.stream = a.stream order by e.revision desc limit 1), -1
  )) into as_expected
  from rows from (string_to_table(append_expected.streams, E'\n'), unnest(append_expected.expected)) as a(stream, expected);
  if not as_expected then
    return null;
  end if;
  insert into event_log.events (position, stream, revision, id, type, version, at, data, metadata)
  select head_before + v.nth, v.stream, v.revision::integer, v.id::uuid, v.type, v.version, v.at, v.data::json, v.metadata::json
  from rows from (
    string_to_table(append_expected.stream_lines, E'\n'), unnest(append_expected.revisions),
    string_to_table(append_expected.ids, E'\n'), string_to_table(append_expected.types, E'\n'),
    unnest(append_expected.versions), string_to_table(append_expected.ats, E'\n'),
    string_to_table(append_expected.datas, E'\n'), string_to_table(append_expected.metadatas, E'\n')
  ) with ordinality as v(stream, revision, id, type, version, at, data, metadata, nth);
  update event_log.head h set position = head_before + cardinality(append_expected.revisions);
  return head_before;
end
$$;
