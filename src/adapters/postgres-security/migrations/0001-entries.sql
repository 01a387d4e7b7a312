-- Who did what, as far as security is concerned. Entries are added and, once they are 29 days old, deleted; nothing else.
create table security.entries (
  id uuid primary key,
  at timestamptz not null,
  actor text collate "C",
  role text not null,
  action text not null,
  operation text not null,
  outcome text not null,
  reason text,
  targets text[] not null,
  address text not null,
  request text not null
);

create index entries_by_time on security.entries (at desc, id desc);
create index entries_by_actor on security.entries (actor, at desc, id desc) where actor is not null;
create index entries_of_strangers on security.entries (at) where actor is null and outcome = 'refused';

create function security.keep_entries() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and old.at < clock_timestamp() - interval '29 days' then
    return old;
  end if;
  raise exception 'entries of the security log are kept as they are' using errcode = 'insufficient_privilege';
end
$$;

create trigger keep_entries before update or delete on security.entries
  for each row execute function security.keep_entries();
create trigger keep_all_entries before truncate on security.entries
  for each statement execute function security.keep_entries();

revoke all on security.entries from public;
