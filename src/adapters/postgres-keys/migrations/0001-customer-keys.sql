-- One row per customer that ever had a key or was erased.
create table customer_keys.keys (
  customer_id text collate "C" primary key,
  -- The customer's key under a master key; gone once it was destroyed. The row stays and remembers that.
  wrapped bytea,
  -- Which master key that is.
  master_key_id text collate "C",
  made_at timestamptz not null default now(),
  destroyed_at timestamptz,
  check ((wrapped is null) = (destroyed_at is not null)),
  check ((wrapped is null) = (master_key_id is null))
) with (
  -- What an erased row held stays in the file until it is vacuumed: here that is soon, not after a fifth has changed.
  autovacuum_vacuum_threshold = 0,
  autovacuum_vacuum_scale_factor = 0
);

create index keys_by_master_key on customer_keys.keys (master_key_id, customer_id) where wrapped is not null;
