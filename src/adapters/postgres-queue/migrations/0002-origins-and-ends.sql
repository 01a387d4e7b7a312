-- Of whom an entry came, as an HMAC; null where addresses are not counted.
alter table waiting_rooms.entries add column address text;
create index entries_by_address on waiting_rooms.entries (queue_id, address) where address is not null;

alter table waiting_rooms.rooms add column ended_at timestamptz;
alter table waiting_rooms.rooms add column purged boolean not null default false;
update waiting_rooms.rooms set ended_at = clock_timestamp() where ended;
create index rooms_ended on waiting_rooms.rooms (ended_at) where ended;
