-- The event log: one table of events, one row that counts them, one function that is the only writer.
-- Read models live elsewhere and must not be mentioned here.

-- The last position given out. Whoever appends locks this row first, so commits follow positions and no reader
-- can pass over a late one. A nearly empty page keeps the many updates of the row within that page.
create table event_log.head (
  singleton boolean primary key default true check (singleton),
  position bigint not null
) with (fillfactor = 10);

insert into event_log.head (position) values (0);

-- Data and metadata are json, not jsonb: what is read back is the text that was written. Times are text for the
-- same reason.
create table event_log.events (
  position bigint primary key,
  stream text collate "C" not null,
  revision integer not null,
  category text collate "C" not null generated always as (split_part(stream, '-', 1)) stored,
  id uuid not null,
  type text collate "C" not null,
  version integer not null,
  at text collate "C" not null,
  data json not null,
  metadata json not null,
  unique (stream, revision)
);

create index events_by_category on event_log.events (category, position);

-- Not unique: as in EventStoreDB, the expected revision is the fence and an id alone is none. It serves resends
-- of appends that expect nothing.
create index events_by_id on event_log.events (id);

-- Where in its stream an append already stands as it is, if this is a resend: the revision before its first event.
-- Null when it does not. Ids, order and place must all agree; later events may follow.
create function event_log.resent_after(stream text, expected bigint, size integer, append_n integer, events json)
returns bigint language plpgsql stable as $$
#variable_conflict use_column
declare
  since bigint := resent_after.expected;
  first_id uuid;
  agreeing bigint;
begin
  if since = -2 then
    select v.id into strict first_id
    from json_to_recordset(resent_after.events) as v(n integer, i integer, id uuid)
    where v.n = append_n and v.i = 0;
    select min(e.revision) - 1 into since
    from event_log.events e where e.id = first_id and e.stream = resent_after.stream;
  end if;
  select count(*) into agreeing
  from json_to_recordset(resent_after.events) as v(n integer, i integer, id uuid)
  join event_log.events e on e.revision = since + 1 + v.i and e.id = v.id
  where v.n = append_n and e.stream = resent_after.stream
    and e.revision > since and e.revision <= since + resent_after.size;
  return case when agreeing = size then since end;
end
$$;

-- What a stream holds after a revision, from the oldest on, cut by count and by bytes (the first is always there).
create function event_log.missed(stream text, after bigint, missed_max integer, missed_bytes_max integer)
returns json language sql stable as $$
  select coalesce(json_agg(m.event order by m.revision), '[]') from (
    select e.revision,
      json_build_object(
        'position', e.position::text, 'stream', e.stream, 'revision', e.revision, 'id', e.id,
        'type', e.type, 'version', e.version, 'at', e.at, 'data', e.data, 'metadata', e.metadata
      ) as event,
      sum(octet_length(e.data::text) + octet_length(e.metadata::text))
        over (order by e.revision rows between unbounded preceding and 1 preceding) as bytes_before
    from (
      select * from event_log.events e
      where e.stream = missed.stream and e.revision > missed.after
      order by e.revision limit missed_max
    ) e
  ) m
  where coalesce(m.bytes_before, 0) < missed_bytes_max
$$;

-- Decides many appends in one transaction. Each is judged by itself: one whose expectation fails inserts nothing
-- and is answered with the events it missed, the others go in.
--
-- appends: [{stream, expected, size, round}], expected -1 for "no stream" and -2 for "any"; the second append to
--   the same stream has round 1, the third round 2, and each round sees the ones before.
-- events: [{n, i, id, type, version, at, data, metadata}], n the append's place in the first list from 1, i the
--   event's place in its append from 0.
-- fenceless: whether any append expects "any".
-- Answers one row per append: "position" is null when it conflicts; revision is then the stream's last one.
-- Missed events are cut as said; the caller reads the rest.
create function event_log.append(
  appends json, events json, rounds integer, fenceless boolean, missed_max integer, missed_bytes_max integer
) returns table (n integer, revision bigint, "position" bigint, missed json)
language plpgsql as $$
#variable_conflict use_column
declare
  head_before bigint;
  head_now bigint;
  resent integer[] := '{}';
  one record;
  accepted_size bigint;
  inserted_size bigint;
  since bigint;
begin
  -- Statements after this one have their own snapshot, which holds everything committed by earlier lock holders.
  select h.position into strict head_before from event_log.head h for update;
  head_now := head_before;

  for this_round in 0 .. append.rounds - 1 loop
    -- Without a fence only the ids tell a resend, so these are looked up before anything is inserted.
    if append.fenceless then
      select array_agg(a.n) into resent
      from rows from (
        json_to_recordset(append.appends) as (stream text, expected bigint, size integer, round integer)
      ) with ordinality as a(stream, expected, size, round, n)
      where a.round = this_round and a.expected = -2
        and event_log.resent_after(a.stream, -2, a.size, a.n::integer, append.events) is not null;
      resent := coalesce(resent, '{}');
    end if;

    accepted_size := 0;
    inserted_size := 0;
    for one in
      with judged as materialized (
        select a.n, a.stream, a.expected, a.size, coalesce(l.revision, -1)::bigint as actual,
          a.expected = coalesce(l.revision, -1) or (a.expected = -2 and a.n <> all (resent)) as accepted
        from rows from (
          json_to_recordset(append.appends) as (stream text, expected bigint, size integer, round integer)
        ) with ordinality as a(stream, expected, size, round, n)
        left join lateral (
          select e.revision from event_log.events e where e.stream = a.stream order by e.revision desc limit 1
        ) l on true
        where a.round = this_round
      ),
      placed as materialized (
        select j.*,
          head_now + sum(case when j.accepted then j.size else 0 end) over (order by j.n) as last_position
        from judged j
      ),
      inserted as (
        insert into event_log.events (position, stream, revision, id, type, version, at, data, metadata)
        select p.last_position - p.size + 1 + v.i, p.stream, p.actual + 1 + v.i,
          v.id, v.type, v.version, v.at, v.data, v.metadata
        from placed p
        join json_to_recordset(append.events) as v(
          n integer, i integer, id uuid, type text, version integer, at text, data json, metadata json
        ) on v.n = p.n
        where p.accepted
        order by 1
        returning 1
      )
      select p.*, (select count(*) from inserted) as inserted_size from placed p
    loop
      n := one.n;
      missed := null;
      inserted_size := one.inserted_size;
      if one.accepted then
        accepted_size := accepted_size + one.size;
        revision := one.actual + one.size;
        position := one.last_position;
      else
        since := event_log.resent_after(one.stream, one.expected, one.size, n, append.events);
        if since is null then
          revision := one.actual;
          position := null;
          missed := event_log.missed(one.stream, one.expected, append.missed_max, append.missed_bytes_max);
        else
          revision := since + one.size;
          select e.position into strict position
          from event_log.events e where e.stream = one.stream and e.revision = since + one.size;
        end if;
      end if;
      return next;
    end loop;
    -- Positions are counted from the sizes that were said; a gap in the log would be for ever.
    if accepted_size <> inserted_size then
      raise exception 'appends of % events brought %', accepted_size, inserted_size;
    end if;
    head_now := head_now + accepted_size;
  end loop;

  if head_now > head_before then
    update event_log.head h set position = head_now;
  end if;
end
$$;
