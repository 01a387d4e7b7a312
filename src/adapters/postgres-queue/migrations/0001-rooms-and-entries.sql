-- Waiting rooms. The row of a room is locked by whatever gives out places or turns, so that all nodes give them in one order.
create table waiting_rooms.rooms (
  queue_id uuid primary key,
  entries integer not null default 0,
  -- Null until the list of entries is closed.
  lot_entries integer,
  drawn boolean not null default false,
  last_place integer not null default 0,
  serving integer not null default 0,
  ended boolean not null default false,
  opened_at timestamptz not null default clock_timestamp()
);

create index rooms_open on waiting_rooms.rooms (opened_at) where not ended;

create table waiting_rooms.entries (
  queue_id uuid not null,
  entry_id uuid not null,
  contribution bytea not null,
  in_lot boolean not null,
  place integer,
  status text not null default 'waiting' check (status in ('waiting', 'called', 'admitted', 'over')),
  until_ms bigint,
  primary key (queue_id, entry_id)
);

create index entries_by_place on waiting_rooms.entries (queue_id, place);
create index entries_with_turn on waiting_rooms.entries (queue_id) where status in ('called', 'admitted');
